package com.example.shop.anton

data class AntonConfig(
    val baseUrl: String,
    val apiKey: String,
    val webhookSecret: String,
) {
    companion object {
        fun fromEnvironment(env: Map<String, String> = System.getenv()) = AntonConfig(
            baseUrl = env.getValue("ANTON_BASE_URL"),
            apiKey = env.getValue("ANTON_API_KEY"),
            webhookSecret = env.getValue("ANTON_WEBHOOK_SECRET"),
        )
    }
}
