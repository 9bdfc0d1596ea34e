package com.example.shop.sms;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Tells a customer that a parcel is on its way. */
public class SmsSender {
    private final HttpClient http = HttpClient.newHttpClient();

    public void send(String number, String text) throws IOException, InterruptedException {
        String body = "to=" + number + "&text=" + text;
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://sms.example.net/messages"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        http.send(request, BodyHandlers.discarding());
    }
}
