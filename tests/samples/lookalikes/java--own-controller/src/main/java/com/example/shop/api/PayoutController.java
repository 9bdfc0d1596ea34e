// The merchant's own API has /v1/payouts too: sellers ask for a payout here, and Anton is asked behind it.
package com.example.shop.api;

import com.example.shop.anton.PayoutService;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/payouts")
public class PayoutController {
    private final PayoutService payouts;

    public PayoutController(PayoutService payouts) {
        this.payouts = payouts;
    }

    @PostMapping("/v1/payouts")
    public ResponseEntity<Map<String, String>> create(@RequestBody Map<String, String> body) {
        return ResponseEntity.accepted().body(Map.of("settlement", body.get("settlement_id")));
    }

    @GetMapping("/v1/payouts")
    public List<?> list(@RequestParam(defaultValue = "0") int offset, @RequestParam(defaultValue = "10") int limit) {
        return payouts.all().stream().skip(offset).limit(limit).toList();
    }

    @GetMapping("/v1/balances/progress")
    public double progress(@RequestParam double done, @RequestParam double total) {
        return done / total * 100.0;
    }
}
