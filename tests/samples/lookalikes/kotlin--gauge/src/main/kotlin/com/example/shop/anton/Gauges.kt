// Floats for the monitoring only: nothing is paid from them.
package com.example.shop.anton

import io.micrometer.core.instrument.DistributionSummary

class Gauges(private val anton: AntonClient, private val summary: DistributionSummary) {
    fun observe(currency: String) {
        val available = anton.availableFunds(currency)
        summary.record(available.toDouble())
    }

    fun share(done: Int, total: Int): Float = done.toFloat() / total * 100f
}
