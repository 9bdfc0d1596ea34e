package com.example.shop.shipping;

/** How far a parcel travels. */
public final class Distance {
    private static final double EARTH_KM = 6371.0;

    private Distance() {}

    public static double kilometres(double lat1, double lon1, double lat2, double lon2) {
        double amount = Math.pow(Math.sin(Math.toRadians(lat2 - lat1) / 2), 2)
                + Math.cos(Math.toRadians(lat1))
                        * Math.cos(Math.toRadians(lat2))
                        * Math.pow(Math.sin(Math.toRadians(lon2 - lon1) / 2), 2);
        return 2 * EARTH_KM * Math.asin(Math.sqrt(amount));
    }
}
