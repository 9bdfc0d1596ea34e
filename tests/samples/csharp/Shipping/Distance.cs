namespace Shop.Shipping;

/// <summary>How far a parcel travels.</summary>
public static class Distance
{
    private const double EarthKilometres = 6371.0;

    public static double Kilometres(double lat1, double lon1, double lat2, double lon2)
    {
        double amount = Math.Pow(Math.Sin(Radians(lat2 - lat1) / 2), 2)
            + Math.Cos(Radians(lat1)) * Math.Cos(Radians(lat2)) * Math.Pow(Math.Sin(Radians(lon2 - lon1) / 2), 2);
        return 2 * EarthKilometres * Math.Asin(Math.Sqrt(amount));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
