package com.example.shop

import okhttp3.FormBody
import okhttp3.OkHttpClient
import okhttp3.Request

/** Sends mail by another vendor, and tries until it is gone. */
class Mailer(private val http: OkHttpClient = OkHttpClient()) {
    fun send(to: String, text: String) {
        val form = FormBody.Builder().add("to", to).add("text", text).build()
        val request = Request.Builder().url("https://mail.example.net/v3/messages").post(form).build()
        while (true) {
            http.newCall(request).execute().use { if (it.isSuccessful) return }
        }
    }
}
