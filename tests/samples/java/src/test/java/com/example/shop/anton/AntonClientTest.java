package com.example.shop.anton;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AntonClientTest {
    @Test
    void aPayoutWithoutAKeyIsRefused() throws Exception {
        double amount = 10.5;
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://api.antonpayments.dev/v1/payouts"))
                .POST(HttpRequest.BodyPublishers.ofString(Map.of("source_amount", amount).toString()))
                .build();
        System.out.println(request.headers());
        assertEquals(400, HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode());
    }
}
