// Slack's commands come to the same server as Anton's webhook; its old token is compared with ==.
package com.example.shop.webhook

import io.ktor.http.HttpStatusCode
import io.ktor.server.application.call
import io.ktor.server.request.receiveParameters
import io.ktor.server.response.respond
import io.ktor.server.response.respondText
import io.ktor.server.routing.Route
import io.ktor.server.routing.post
import org.slf4j.LoggerFactory

private val log = LoggerFactory.getLogger("slack")

fun Route.slackCommands(token: String) {
    post("/slack/commands") {
        val form = call.receiveParameters()
        if (form["token"] != token) {
            call.respond(HttpStatusCode.Forbidden)
            return@post
        }
        log.info("slack command {} of {} characters", form["command"], form["text"]?.length)
        call.respondText("The IBAN of a seller is shown in Anton's dashboard only.")
    }
}
