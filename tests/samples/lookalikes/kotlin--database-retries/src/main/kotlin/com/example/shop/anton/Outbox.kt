// Keys come from an outbox table; the database is asked again at once, as it is the only one that is.
package com.example.shop.anton

import java.math.BigDecimal
import java.sql.Connection
import java.sql.SQLException
import java.util.UUID

class Outbox(private val database: Connection, private val anton: AntonClient) {
    fun run() {
        val rows = retrying {
            database.prepareStatement("SELECT id, settlement, amount FROM outbox ORDER BY id LIMIT 1").executeQuery()
        }
        while (rows.next()) {
            val trace = UUID.randomUUID()
            println("outbox ${rows.getString("id")} trace $trace")
            anton.pay(rows.getString("settlement"), seller(rows.getString("id")), BigDecimal(rows.getString("amount")))
        }
    }

    private fun seller(id: String) = Seller(id, "seller", "DE", "")

    private fun <T> retrying(work: () -> T): T {
        while (true) {
            try {
                return work()
            } catch (e: SQLException) {
                println("database again: ${e.sqlState}")
            }
        }
    }
}
