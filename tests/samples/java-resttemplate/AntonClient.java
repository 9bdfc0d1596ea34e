package com.shop.payouts;

import java.util.Map;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.retry.annotation.Backoff;
import org.springframework.retry.annotation.Retryable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestTemplate;

@Component
public class AntonClient {
    private final RestTemplate rest;

    public AntonClient(RestTemplate antonRestTemplate) {
        this.rest = antonRestTemplate;
    }

    @Retryable(
            retryFor = {HttpServerErrorException.class, ResourceAccessException.class, Throttled.class},
            maxAttempts = 5,
            backoff = @Backoff(delay = 500, multiplier = 2, maxDelay = 20_000, random = true))
    public <T> T post(String path, String idempotencyKey, Object body, Class<T> type) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        headers.set("Idempotency-Key", idempotencyKey);
        try {
            return rest.exchange(path, HttpMethod.POST, new HttpEntity<>(body, headers), type).getBody();
        } catch (HttpClientErrorException.TooManyRequests limited) {
            throw waited(limited);
        }
    }

    @Retryable(
            retryFor = {HttpServerErrorException.class, ResourceAccessException.class, Throttled.class},
            maxAttempts = 5,
            backoff = @Backoff(delay = 500, multiplier = 2, maxDelay = 20_000, random = true))
    public <T> T get(String path, Class<T> type, Object... variables) {
        try {
            return rest.getForObject(path, type, variables);
        } catch (HttpClientErrorException.TooManyRequests limited) {
            throw waited(limited);
        }
    }

    private static Throttled waited(HttpClientErrorException limited) {
        String after = limited.getResponseHeaders() == null ? null : limited.getResponseHeaders().getFirst("Retry-After");
        try {
            Thread.sleep(after == null ? 1_000 : Math.min(60, Long.parseLong(after)) * 1_000);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return new Throttled();
    }

    static class Throttled extends RuntimeException {}
}
