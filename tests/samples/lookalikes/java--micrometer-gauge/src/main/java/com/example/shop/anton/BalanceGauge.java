// Micrometer's gauges are doubles: nothing is paid from this number.
package com.example.shop.anton;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
public class BalanceGauge {
    private final AntonClient anton;
    private final AtomicReference<Double> shown = new AtomicReference<>(0.0);

    public BalanceGauge(AntonClient anton, MeterRegistry registry) {
        this.anton = anton;
        registry.gauge("anton.available", shown, AtomicReference::get);
    }

    @Scheduled(fixedDelay = 60_000)
    public void refresh() {
        JsonNode balance = anton.get("/v1/balances/EUR");
        shown.set(Double.parseDouble(balance.get("available").asText()));
    }
}
