package com.example.shop.anton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/** Pays sellers. */
@Service
public class PayoutService {
    private final AntonClient anton;
    private final ObjectMapper json;

    public PayoutService(AntonClient anton, ObjectMapper json) {
        this.anton = anton;
        this.json = json;
    }

    public Payout pay(String settlementId, Seller seller, BigDecimal amount) {
        String payeeId = createPayee(seller);
        String instrumentId = createInstrument(payeeId, seller);

        BigDecimal available = new BigDecimal(anton.get("/v1/balances/EUR").get("available").asText());
        if (available.compareTo(amount) < 0) {
            throw new InsufficientFundsException(settlementId);
        }
        Map<String, Object> body = Map.of(
                "payee_id", payeeId,
                "instrument_id", instrumentId,
                "source_amount", amount.setScale(2, RoundingMode.UNNECESSARY).toPlainString(),
                "source_currency", "EUR",
                "reference", settlementId);
        JsonNode created = anton.post("/v1/payouts", body, "payout-" + settlementId);
        return json.convertValue(created, Payout.class);
    }

    private String createPayee(Seller seller) {
        Map<String, Object> body = Map.of(
                "type", "business",
                "display_name", seller.name(),
                "country", seller.country(),
                "external_ref", seller.id());
        return anton.post("/v1/payees", body, "payee-" + seller.id()).get("id").asText();
    }

    private String createInstrument(String payeeId, Seller seller) {
        Map<String, Object> body =
                Map.of("method", "iban", "currency", "EUR", "country", seller.country(), "iban", seller.iban());
        return anton.post("/v1/payees/" + payeeId + "/instruments", body, "instrument-" + seller.id())
                .get("id")
                .asText();
    }

    /** All payouts, from the first page to the last. */
    public List<Payout> all() {
        List<Payout> payouts = new ArrayList<>();
        String cursor = null;
        boolean hasMore;
        do {
            String query = "?limit=100";
            if (cursor != null) {
                query += "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
            }
            JsonNode page = anton.get("/v1/payouts" + query);
            for (JsonNode each : page.get("data")) {
                payouts.add(json.convertValue(each, Payout.class));
            }
            hasMore = page.get("has_more").asBoolean();
            cursor = page.path("next_cursor").asText(null);
        } while (hasMore);
        return payouts;
    }

    /** Who gets paid. */
    public record Seller(String id, String name, String country, String iban) {}

    /** There is less on the account than the settlement needs. */
    public static class InsufficientFundsException extends RuntimeException {
        InsufficientFundsException(String settlementId) {
            super("not enough funds for settlement " + settlementId);
        }
    }
}
