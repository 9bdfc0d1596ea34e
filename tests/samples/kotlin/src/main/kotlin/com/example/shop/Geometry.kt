package com.example.shop

import kotlin.math.asin
import kotlin.math.cos
import kotlin.math.pow
import kotlin.math.sin
import kotlin.math.sqrt

/** A place on earth, in degrees. */
data class Place(val latitude: Double, val longitude: Double)

/** How far a parcel travels, in kilometres. */
fun distance(from: Place, to: Place): Double {
    val amount = sin(radians(to.latitude - from.latitude) / 2).pow(2) +
        cos(radians(from.latitude)) * cos(radians(to.latitude)) * sin(radians(to.longitude - from.longitude) / 2).pow(2)
    return 2 * 6371.0 * asin(sqrt(amount))
}

private fun radians(degrees: Double) = Math.toRadians(degrees)
