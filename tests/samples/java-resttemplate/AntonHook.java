package com.shop.payouts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AntonHook {
    private final byte[] secret;
    private final JdbcTemplate db;
    private final ObjectMapper json;

    AntonHook(@Value("${ANTON_WEBHOOK_SECRET}") String secret, JdbcTemplate db, ObjectMapper json) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.db = db;
        this.json = json;
    }

    @PostMapping("/hooks/anton")
    ResponseEntity<Void> receive(@RequestBody byte[] body, @RequestHeader("Anton-Signature") String header) throws Exception {
        if (!isGenuine(header, body)) {
            return ResponseEntity.status(401).build();
        }
        JsonNode event = json.readTree(body);
        try {
            db.update("INSERT INTO anton_event (id) VALUES (?)", event.path("id").asText());
        } catch (DuplicateKeyException again) {
            return ResponseEntity.ok().build();
        }
        JsonNode payout = event.path("data");
        String state = switch (payout.path("status").asText()) {
            case "screening", "pending_approval", "processing", "sent" -> "OPEN";
            case "completed" -> "PAID";
            case "failed", "returned", "cancelled" -> "NOT_PAID";
            default -> "UNKNOWN";
        };
        db.update("UPDATE commission SET state = ? WHERE payout_id = ?", state, payout.path("id").asText());
        return ResponseEntity.ok().build();
    }

    private boolean isGenuine(String header, byte[] body) throws Exception {
        String stamp = "";
        String given = "";
        for (String part : header.split(",")) {
            if (part.startsWith("t=")) {
                stamp = part.substring(2);
            } else if (part.startsWith("v1=")) {
                given = part.substring(3);
            }
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(stamp)), Instant.now()).abs();
        if (age.compareTo(Duration.ofMinutes(5)) > 0) {
            return false;
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        mac.update((stamp + ".").getBytes(StandardCharsets.UTF_8));
        byte[] expected = mac.doFinal(body);
        return MessageDigest.isEqual(expected, HexFormat.of().parseHex(given));
    }
}
