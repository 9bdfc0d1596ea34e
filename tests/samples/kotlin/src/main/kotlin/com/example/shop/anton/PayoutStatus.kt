package com.example.shop.anton

/** What a payout's status means for the books. */
enum class PayoutStatus {
    OPEN,
    PAID,
    UNPAID,
    UNKNOWN;

    companion object {
        fun of(status: String): PayoutStatus = when (status) {
            "screening", "pending_approval", "processing", "sent" -> OPEN
            "completed" -> PAID
            "failed", "returned", "cancelled" -> UNPAID
            else -> UNKNOWN
        }
    }
}
