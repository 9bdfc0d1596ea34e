package com.example.shop.anton;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;

/** A transfer to a payee. */
public record Payout(
        String id,
        @JsonProperty("status") String status,
        @JsonProperty("source_amount") BigDecimal amount,
        @JsonProperty("source_currency") String currency) {}
