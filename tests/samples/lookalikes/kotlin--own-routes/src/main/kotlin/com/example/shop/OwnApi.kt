// The merchant's own API has /v1/payouts too: Ktor routes, with counts, offsets and a progress in percent.
package com.example.shop

import com.example.shop.anton.AntonClient
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.call
import io.ktor.server.request.receiveText
import io.ktor.server.response.respond
import io.ktor.server.response.respondText
import io.ktor.server.routing.Route
import io.ktor.server.routing.get
import io.ktor.server.routing.post

fun Route.ownApi(anton: AntonClient) {
    post("/v1/payouts") {
        val settlement = call.receiveText()
        call.respond(HttpStatusCode.Accepted, settlement.length)
    }
    get("/v1/payouts") {
        val offset = call.parameters["offset"]?.toInt() ?: 0
        val found = anton.openPayouts().drop(offset).take(10)
        val progress = found.size.toDouble() / 10.0
        call.respondText("${found.size} of them, $progress")
    }
}
