package dev.rides.payouts

import io.ktor.client.HttpClient
import io.ktor.client.call.body
import io.ktor.client.engine.cio.CIO
import io.ktor.client.plugins.DefaultRequest
import io.ktor.client.plugins.HttpRequestRetry
import io.ktor.client.plugins.HttpTimeout
import io.ktor.client.plugins.auth.Auth
import io.ktor.client.plugins.auth.providers.BearerTokens
import io.ktor.client.plugins.auth.providers.bearer
import io.ktor.client.plugins.contentnegotiation.ContentNegotiation
import io.ktor.client.plugins.observer.ResponseObserver
import io.ktor.client.request.get
import io.ktor.client.request.header
import io.ktor.client.request.parameter
import io.ktor.client.request.post
import io.ktor.client.request.setBody
import io.ktor.http.ContentType
import io.ktor.http.contentType
import io.ktor.serialization.kotlinx.json.json
import java.math.BigDecimal
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import org.slf4j.LoggerFactory

private val log = LoggerFactory.getLogger("anton")

@Serializable data class Payee(val id: String)
@Serializable data class Instrument(val id: String)
@Serializable data class Balance(val currency: String, val available: String)
@Serializable data class Payout(val id: String, val status: String)
@Serializable data class NewPayee(val type: String, @SerialName("display_name") val displayName: String)
@Serializable data class NewInstrument(val method: String, val iban: String, val currency: String)
@Serializable
data class NewPayout(
    @SerialName("payee_id") val payeeId: String,
    @SerialName("instrument_id") val instrumentId: String,
    @SerialName("source_amount") val sourceAmount: String,
    @SerialName("source_currency") val sourceCurrency: String,
)

@Serializable
data class PayoutPage(
    val data: List<Payout>,
    @SerialName("has_more") val hasMore: Boolean = false,
    @SerialName("next_cursor") val nextCursor: String? = null,
)

data class Earning(val id: String, val driver: String, val name: String, val iban: String, val amount: BigDecimal)

class AntonClient(baseUrl: String, apiKey: String) {
    private val http = HttpClient(CIO) {
        expectSuccess = true
        install(ContentNegotiation) { json() }
        install(HttpTimeout) {
            connectTimeoutMillis = 5_000
            requestTimeoutMillis = 30_000
        }
        install(HttpRequestRetry) {
            maxRetries = 4
            retryIf { _, response -> response.status.value == 429 || response.status.value in 500..599 }
            retryOnException(retryOnTimeout = true)
            exponentialDelay(base = 2.0, maxDelayMs = 20_000, randomizationMs = 1_000, respectRetryAfterHeader = true)
        }
        install(ResponseObserver) {
            onResponse { response ->
                log.info(
                    "anton {} {} {} {}",
                    response.call.request.method.value,
                    response.call.request.url.encodedPath,
                    response.status.value,
                    response.headers["X-Request-ID"],
                )
            }
        }
        install(Auth) { bearer { loadTokens { BearerTokens(apiKey, null) } } }
        install(DefaultRequest) { url(baseUrl) }
    }

    suspend fun payOut(earning: Earning): Payout {
        val payee: Payee = http.post("/v1/payees") {
            contentType(ContentType.Application.Json)
            header("Idempotency-Key", "driver-${earning.driver}")
            setBody(NewPayee("individual", earning.name))
        }.body()
        val instrument: Instrument = http.post("/v1/payees/${payee.id}/instruments") {
            contentType(ContentType.Application.Json)
            header("Idempotency-Key", "iban-${earning.driver}")
            setBody(NewInstrument("iban", earning.iban, "EUR"))
        }.body()
        val balance: Balance = http.get("/v1/balances/EUR").body()
        check(BigDecimal(balance.available) >= earning.amount) { "not enough funds for ${earning.id}" }
        return http.post("/v1/payouts") {
            contentType(ContentType.Application.Json)
            header("Idempotency-Key", "earning-${earning.id}")
            setBody(NewPayout(payee.id, instrument.id, earning.amount.toPlainString(), "EUR"))
        }.body()
    }

    fun payouts(): Flow<Payout> = flow {
        var cursor: String? = null
        do {
            val page: PayoutPage = http.get("/v1/payouts") {
                parameter("limit", 100)
                cursor?.let { parameter("cursor", it) }
            }.body()
            page.data.forEach { emit(it) }
            cursor = page.nextCursor
        } while (page.hasMore)
    }
}

fun antonFromEnvironment() = AntonClient(System.getenv("ANTON_BASE_URL"), System.getenv("ANTON_API_KEY"))
