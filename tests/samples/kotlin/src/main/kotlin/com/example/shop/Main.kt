package com.example.shop

import com.example.shop.anton.AntonClient
import com.example.shop.anton.AntonConfig
import com.example.shop.webhook.InMemoryEvents
import com.example.shop.webhook.SignatureVerifier
import com.example.shop.webhook.antonWebhooks
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty
import io.ktor.server.routing.routing

fun main() {
    val config = AntonConfig.fromEnvironment()
    val events = InMemoryEvents()
    val verifier = SignatureVerifier(config.webhookSecret)
    val payouts = AntonClient(config).openPayouts()
    println("${payouts.size} payouts are under way")
    embeddedServer(Netty, port = 8080) {
        routing { antonWebhooks(verifier, events) }
    }.start(wait = true)
}
