package com.example.shop.webhook

import java.security.MessageDigest
import java.time.Clock
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import kotlin.math.abs

/** Tells Anton's deliveries from forged and from old ones. */
class SignatureVerifier(private val secret: String, private val clock: Clock = Clock.systemUTC()) {
    fun isGenuine(header: String, body: ByteArray): Boolean {
        val fields = header.split(",").associate { it.trim().substringBefore("=") to it.substringAfter("=") }
        val timestamp = fields["t"]?.toLongOrNull() ?: return false
        val given = fields["v1"] ?: return false
        if (abs(clock.instant().epochSecond - timestamp) > TOLERANCE_SECONDS) return false
        return MessageDigest.isEqual(sign("$timestamp.".toByteArray() + body).toByteArray(), given.toByteArray())
    }

    private fun sign(signed: ByteArray): String {
        val mac = Mac.getInstance("HmacSHA256")
        mac.init(SecretKeySpec(secret.toByteArray(), "HmacSHA256"))
        return mac.doFinal(signed).joinToString("") { "%02x".format(it) }
    }

    private companion object {
        const val TOLERANCE_SECONDS = 300
    }
}
