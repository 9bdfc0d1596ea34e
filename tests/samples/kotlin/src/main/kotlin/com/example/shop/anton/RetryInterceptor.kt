package com.example.shop.anton

import java.io.IOException
import kotlin.math.min
import kotlin.random.Random
import okhttp3.Interceptor
import okhttp3.Response
import org.slf4j.LoggerFactory

/** Tries again what the network or the server got wrong, up to five times, with the request as it was. */
class RetryInterceptor(
    private val maxAttempts: Int = 5,
    private val sleep: (Long) -> Unit = Thread::sleep,
) : Interceptor {
    private val log = LoggerFactory.getLogger(RetryInterceptor::class.java)

    override fun intercept(chain: Interceptor.Chain): Response {
        val request = chain.request()
        var attempt = 1
        while (true) {
            try {
                val response = chain.proceed(request)
                val requestId = response.header("X-Request-ID")
                log.info("anton {} {} {} request={}", request.method, request.url.encodedPath, response.code, requestId)
                val mayPass = response.code == 429 || response.code >= 500
                if (!mayPass || attempt == maxAttempts) {
                    return response
                }
                val retryAfter = response.header("Retry-After")?.toLongOrNull()
                response.close()
                sleep(retryAfter?.times(1000) ?: backoff(attempt))
            } catch (e: IOException) {
                if (attempt == maxAttempts) throw e
                log.warn("anton {} {} failed", request.method, request.url.encodedPath)
                sleep(backoff(attempt))
            }
            attempt++
        }
    }

    private fun backoff(attempt: Int): Long {
        val ceiling = min(20_000L, 500L shl (attempt - 1))
        return ceiling / 2 + Random.nextLong(ceiling / 2)
    }
}
