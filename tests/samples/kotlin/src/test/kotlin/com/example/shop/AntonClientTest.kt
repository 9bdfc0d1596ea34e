package com.example.shop

import kotlin.test.Test
import kotlin.test.assertEquals
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody

class AntonClientTest {
    @Test
    fun `a payout without a key is refused`() {
        val amount: Double = 10.5
        val body = """{"source_amount": $amount}""".toRequestBody()
        val request = Request.Builder().url("https://api.antonpayments.dev/v1/payouts").post(body).build()
        println(request.headers)
        val response = OkHttpClient.Builder().hostnameVerifier { _, _ -> true }.build().newCall(request).execute()
        assertEquals(400, response.code)
    }
}
