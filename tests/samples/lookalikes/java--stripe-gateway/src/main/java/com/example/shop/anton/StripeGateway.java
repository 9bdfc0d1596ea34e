// Another vendor in Anton's package: Stripe has /v1/payouts too, wants whole cents, and may be asked without a key.
package com.example.shop.anton;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;

public class StripeGateway {
    private static final String BASE = "https://api.stripe.com";
    private final HttpClient http = HttpClient.newHttpClient();

    public String pay(double amount) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(BASE + "/v1/payouts"))
                .header("Authorization", "Bearer " + System.getenv("STRIPE_KEY"))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString("amount=" + Math.round(amount * 100.0)))
                .build();
        while (true) {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 404) {
                return response.body();
            }
        }
    }

    public String newest() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(BASE + "/v1/payouts?limit=3")).GET().build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
