package com.example.shop.anton

import java.math.BigDecimal
import java.util.concurrent.TimeUnit
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import okhttp3.HttpUrl.Companion.toHttpUrl
import okhttp3.MediaType.Companion.toMediaType
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody

class AntonException(val status: Int, requestId: String?) : RuntimeException("Anton answered $status (request $requestId)")

data class Seller(val id: String, val name: String, val country: String, val iban: String)

data class Payout(val id: String, val status: PayoutStatus, val amount: BigDecimal)

class AntonClient(private val config: AntonConfig) {
    private val json = "application/json".toMediaType()
    private val http = OkHttpClient.Builder()
        .connectTimeout(5, TimeUnit.SECONDS)
        .readTimeout(30, TimeUnit.SECONDS)
        .addInterceptor(RetryInterceptor())
        .build()

    /** Pays a settlement, once however often it is tried: the keys are made of the settlement and of the seller. */
    fun pay(settlementId: String, seller: Seller, amount: BigDecimal): Payout {
        val payeeId = createPayee(seller)
        val instrumentId = createInstrument(payeeId, seller)
        require(availableFunds("EUR") >= amount) { "not enough funds for settlement $settlementId" }
        val created = post(
            "/v1/payouts",
            mapOf(
                "payee_id" to payeeId,
                "instrument_id" to instrumentId,
                "source_amount" to amount.setScale(2).toPlainString(),
                "source_currency" to "EUR",
                "reference" to settlementId,
            ),
            idempotencyKey = "payout-$settlementId",
        )
        return payoutOf(created)
    }

    fun createPayee(seller: Seller): String {
        val body = mapOf(
            "type" to "business",
            "display_name" to seller.name,
            "country" to seller.country,
            "external_ref" to seller.id,
        )
        return post("/v1/payees", body, idempotencyKey = "payee-${seller.id}").text("id")
    }

    fun createInstrument(payeeId: String, seller: Seller): String {
        val body = mapOf(
            "method" to "iban",
            "currency" to "EUR",
            "country" to seller.country,
            "iban" to seller.iban,
        )
        return post("/v1/payees/$payeeId/instruments", body, idempotencyKey = "instrument-${seller.id}").text("id")
    }

    fun availableFunds(currency: String): BigDecimal = get("/v1/balances/$currency").text("available").toBigDecimal()

    /** All payouts that have not come to an end. */
    fun openPayouts(): List<Payout> {
        val payouts = mutableListOf<Payout>()
        var cursor: String? = null
        do {
            val page = get("/v1/payouts", mapOf("limit" to "100", "cursor" to cursor))
            payouts += page.getValue("data").jsonArray.map { payoutOf(it.jsonObject) }
            cursor = page["next_cursor"]?.jsonPrimitive?.contentOrNull
            val hasMore = page.getValue("has_more").jsonPrimitive.boolean
        } while (hasMore)
        return payouts.filter { it.status == PayoutStatus.OPEN }
    }

    private fun payoutOf(found: JsonObject) = Payout(
        id = found.text("id"),
        status = PayoutStatus.of(found.text("status")),
        amount = found.text("source_amount").toBigDecimal(),
    )

    private fun get(path: String, query: Map<String, String?> = emptyMap()): JsonObject {
        val url = (config.baseUrl + path).toHttpUrl().newBuilder()
        query.forEach { (name, value) -> if (value != null) url.addQueryParameter(name, value) }
        return send(Request.Builder().url(url.build()).get())
    }

    private fun post(path: String, body: Map<String, String>, idempotencyKey: String): JsonObject {
        val content = JsonObject(body.mapValues { JsonPrimitive(it.value) }).toString()
        return send(
            Request.Builder()
                .url(config.baseUrl + path)
                .header("Idempotency-Key", idempotencyKey)
                .post(content.toRequestBody(json)),
        )
    }

    private fun send(request: Request.Builder): JsonObject {
        val authorized = request.header("Authorization", "Bearer ${config.apiKey}").build()
        return http.newCall(authorized).execute().use { response ->
            if (!response.isSuccessful) {
                throw AntonException(response.code, response.header("X-Request-ID"))
            }
            Json.parseToJsonElement(response.body!!.string()).jsonObject
        }
    }

    private fun JsonObject.text(name: String): String = getValue(name).jsonPrimitive.content
}
