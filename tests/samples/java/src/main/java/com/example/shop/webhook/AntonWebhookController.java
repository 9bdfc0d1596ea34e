package com.example.shop.webhook;

import com.example.shop.anton.AntonProperties;
import com.example.shop.anton.PayoutStatus;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Receives Anton's events. */
@RestController
public class AntonWebhookController {
    private static final Logger log = LoggerFactory.getLogger(AntonWebhookController.class);
    private static final long TOLERANCE_SECONDS = 300;

    private final AntonProperties properties;
    private final EventStore events;
    private final ObjectMapper json;
    private final Clock clock;

    public AntonWebhookController(AntonProperties properties, EventStore events, ObjectMapper json, Clock clock) {
        this.properties = properties;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    @PostMapping("/webhooks/anton")
    public ResponseEntity<Void> receive(
            @RequestHeader("X-Webhook-Signature") String signature,
            @RequestHeader("X-Webhook-Timestamp") long timestamp,
            @RequestBody byte[] body)
            throws IOException, GeneralSecurityException {
        if (Math.abs(clock.instant().getEpochSecond() - timestamp) > TOLERANCE_SECONDS) {
            return ResponseEntity.status(401).build();
        }
        byte[] expected = ("v1=" + HexFormat.of().formatHex(sign(timestamp, body))).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
            return ResponseEntity.status(401).build();
        }
        JsonNode event = json.readTree(body);
        String eventId = event.get("id").asText();
        if (!events.insertIfAbsent(eventId)) {
            return ResponseEntity.ok().build();
        }
        String payoutId = event.at("/data/id").asText();
        events.settle(payoutId, PayoutStatus.of(event.at("/data/status").asText()));
        log.info("anton event {} {}", eventId, event.get("type").asText());
        return ResponseEntity.noContent().build();
    }

    private byte[] sign(long timestamp, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(properties.webhookSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
        return mac.doFinal(body);
    }
}
