package com.example.shop.webhook

import com.example.shop.anton.PayoutStatus
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.call
import io.ktor.server.request.header
import io.ktor.server.request.receive
import io.ktor.server.response.respond
import io.ktor.server.routing.Route
import io.ktor.server.routing.post
import java.util.concurrent.ConcurrentHashMap
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

interface Events {
    /** Remembers an event. False where it was known. */
    fun remember(id: String): Boolean

    fun settle(payoutId: String, status: PayoutStatus)
}

class InMemoryEvents : Events {
    private val seen = ConcurrentHashMap.newKeySet<String>()
    private val outcomes = ConcurrentHashMap<String, PayoutStatus>()

    override fun remember(id: String) = seen.add(id)

    override fun settle(payoutId: String, status: PayoutStatus) {
        outcomes[payoutId] = status
    }
}

fun Route.antonWebhooks(verifier: SignatureVerifier, events: Events) {
    post("/webhooks/anton") {
        val body = call.receive<ByteArray>()
        if (!verifier.isGenuine(call.request.header("Anton-Signature").orEmpty(), body)) {
            call.respond(HttpStatusCode.Unauthorized)
            return@post
        }
        val event = Json.parseToJsonElement(body.decodeToString()).jsonObject
        val eventId = event.getValue("id").jsonPrimitive.content
        if (!events.remember(eventId)) {
            call.respond(HttpStatusCode.OK)
            return@post
        }
        val payout = event.getValue("data").jsonObject
        val status = PayoutStatus.of(payout.getValue("status").jsonPrimitive.content)
        events.settle(payout.getValue("id").jsonPrimitive.content, status)
        call.respond(HttpStatusCode.NoContent)
    }
}
