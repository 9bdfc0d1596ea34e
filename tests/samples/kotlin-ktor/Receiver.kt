package dev.rides.payouts

import io.ktor.http.HttpStatusCode
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.call
import io.ktor.server.request.header
import io.ktor.server.request.receive
import io.ktor.server.response.respond
import io.ktor.server.routing.Route
import io.ktor.server.routing.post
import java.security.MessageDigest
import java.time.Instant
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import kotlin.math.abs
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.jetbrains.exposed.sql.insertIgnore
import org.jetbrains.exposed.sql.transactions.transaction

enum class State { OPEN, PAID, NOT_PAID, UNKNOWN }

fun stateOf(status: String): State = when (status) {
    "screening", "pending_approval", "processing", "sent" -> State.OPEN
    "completed" -> State.PAID
    "failed", "returned", "cancelled" -> State.NOT_PAID
    else -> State.UNKNOWN
}

fun Route.antonWebhook(secret: String = System.getenv("ANTON_WEBHOOK_SECRET"), earnings: Earnings) {
    post("/webhooks/anton") {
        val body = call.receive<ByteArray>()
        if (!call.isFromAnton(secret, body)) {
            call.respond(HttpStatusCode.Unauthorized)
            return@post
        }
        val event = Json.parseToJsonElement(body.decodeToString()).jsonObject
        val id = event.getValue("id").jsonPrimitive.content
        val payout = event.getValue("data").jsonObject
        transaction {
            val inserted = AntonEvents.insertIgnore { it[AntonEvents.id] = id }
            if (inserted.insertedCount > 0) {
                earnings.move(payout.getValue("id").jsonPrimitive.content, stateOf(payout.getValue("status").jsonPrimitive.content))
            }
        }
        call.respond(HttpStatusCode.OK)
    }
}

private fun ApplicationCall.isFromAnton(secret: String, body: ByteArray): Boolean {
    val parts = request.header("Anton-Signature").orEmpty().split(",").associate {
        it.substringBefore("=").trim() to it.substringAfter("=")
    }
    val t = parts["t"]?.toLongOrNull() ?: return false
    if (abs(Instant.now().epochSecond - t) > 300) return false
    val mac = Mac.getInstance("HmacSHA256").apply { init(SecretKeySpec(secret.toByteArray(), "HmacSHA256")) }
    mac.update("$t.".toByteArray())
    val expected = mac.doFinal(body).joinToString("") { "%02x".format(it) }
    return MessageDigest.isEqual(expected.toByteArray(), parts["v1"].orEmpty().toByteArray())
}
