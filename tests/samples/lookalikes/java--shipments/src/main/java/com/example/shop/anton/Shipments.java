// Shipments share words with payouts; weights are doubles, and amounts count pieces.
package com.example.shop.anton;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public class Shipments {
    private static final Logger log = LoggerFactory.getLogger(Shipments.class);

    public record Parcel(String id, String status, double weight, int amount) {}

    public String colour(Parcel parcel) {
        switch (parcel.status()) {
            case "processing":
                return "grey";
            case "sent":
            case "completed":
                return "green";
            case "returned":
                return "red";
        }
        return "white";
    }

    public double weigh(List<Parcel> parcels) {
        double total = 0.0;
        for (Parcel parcel : parcels) {
            total += parcel.weight() * (double) parcel.amount();
            log.info("parcel {} is {} ({} pieces)", parcel.id(), parcel.status(), parcel.amount());
        }
        return total;
    }
}
