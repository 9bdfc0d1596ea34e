package com.example.shop.anton;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Calls Anton. What the network or the server got wrong is tried again, up to five times. */
@Component
public class AntonClient {
    private static final Logger log = LoggerFactory.getLogger(AntonClient.class);
    private static final IntervalFunction BACKOFF =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(500), 2.0, 0.5, Duration.ofSeconds(20));

    private final AntonProperties properties;
    private final ObjectMapper json;
    private final HttpClient http;
    private final Retry retry;

    public AntonClient(AntonProperties properties, ObjectMapper json) {
        this.properties = properties;
        this.json = json;
        this.http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        this.retry = Retry.of("anton", RetryConfig.<JsonNode>custom()
                .maxAttempts(5)
                .intervalBiFunction(AntonClient::pause)
                .retryOnException(AntonClient::mayPassNextTime)
                .build());
    }

    public JsonNode get(String path) {
        return retry.executeSupplier(() -> send("GET", path, request(path).GET().build()));
    }

    /** The key is made of business data by the caller, so that it is the same however often this is tried. */
    public JsonNode post(String path, Object body, String idempotencyKey) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofString(write(body)))
                .build();
        return retry.executeSupplier(() -> send("POST", path, request));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder()
                .uri(URI.create(properties.baseUrl() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + properties.apiKey());
    }

    private JsonNode send(String method, String path, HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            String requestId = response.headers().firstValue("X-Request-ID").orElse("none");
            log.info("anton {} {} {} request={}", method, path, response.statusCode(), requestId);
            if (response.statusCode() >= 300) {
                throw new AntonException(response.statusCode(), requestId, retryAfter(response));
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calling Anton", e);
        }
    }

    private static boolean mayPassNextTime(Throwable error) {
        return error instanceof UncheckedIOException
                || (error instanceof AntonException answer && answer.mayPassNextTime());
    }

    private static Long pause(int attempt, Either<Throwable, JsonNode> outcome) {
        if (outcome.isLeft() && outcome.getLeft() instanceof AntonException answer && answer.retryAfter() != null) {
            return answer.retryAfter().toMillis();
        }
        return BACKOFF.apply(attempt);
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        return response.headers().firstValue("Retry-After").map(Long::parseLong).map(Duration::ofSeconds).orElse(null);
    }

    private String write(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
