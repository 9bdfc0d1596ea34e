package com.example.shop.anton;

/** What a payout's status means for the books. */
public enum PayoutStatus {
    OPEN,
    PAID,
    UNPAID,
    UNKNOWN;

    public static PayoutStatus of(String status) {
        return switch (status) {
            case "screening", "pending_approval", "processing", "sent" -> OPEN;
            case "completed" -> PAID;
            case "failed", "returned", "cancelled" -> UNPAID;
            default -> UNKNOWN;
        };
    }
}
