// Statuses of parcels and mails, with words of payouts; weights are doubles and amounts count pieces.
package com.example.shop.anton

data class Parcel(val id: String, val status: String, val weight: Double, val amount: Int)

fun colour(parcel: Parcel): String {
    when (parcel.status) {
        "processing" -> return "grey"
        "sent", "completed" -> return "green"
        "returned" -> return "red"
    }
    return "white"
}

fun weigh(parcels: List<Parcel>): Double = parcels.sumOf { it.weight * it.amount.toDouble() }

fun mailIcon(status: String): String = if (status == "sent") "ok" else if (status == "failed") "x" else "?"
