// Another vendor in Anton's package: Wise has /v1/payouts too, in doubles, and is asked again without a pause.
package com.example.shop.anton

import java.util.UUID
import okhttp3.FormBody
import okhttp3.OkHttpClient
import okhttp3.Request

data class WiseTransfer(val amount: Double, val target: String)

class WiseClient(private val http: OkHttpClient = OkHttpClient()) {
    fun pay(transfer: WiseTransfer): Int {
        val form = FormBody.Builder().add("amount", transfer.amount.toString()).add("target", transfer.target).build()
        val request = Request.Builder()
            .url("https://api.wise.com/v1/payouts")
            .header("X-Request", UUID.randomUUID().toString())
            .post(form)
            .build()
        while (true) {
            http.newCall(request).execute().use { if (it.code != 404) return it.code }
        }
    }
}
