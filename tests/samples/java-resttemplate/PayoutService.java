package com.shop.payouts;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

@Service
public class PayoutService {
    record Balance(String currency, BigDecimal available) {}
    record Payout(String id, String status) {}
    record Page(List<Payout> data, boolean has_more, String next_cursor) {}
    record Created(String id) {}

    private final AntonClient anton;

    PayoutService(AntonClient anton) {
        this.anton = anton;
    }

    public Payout payCommission(Commission commission) {
        Created payee = anton.post("/v1/payees", "payee:" + commission.sellerId(),
                Map.of("type", "business", "display_name", commission.sellerName()), Created.class);
        Created instrument = anton.post("/v1/payees/" + payee.id() + "/instruments", "instrument:" + commission.sellerId(),
                Map.of("method", "iban", "iban", commission.iban(), "currency", "EUR"), Created.class);
        Balance balance = anton.get("/v1/balances/{currency}", Balance.class, "EUR");
        if (balance.available().compareTo(commission.amount()) < 0) {
            throw new IllegalStateException("not enough funds for commission " + commission.id());
        }
        return anton.post("/v1/payouts", "commission:" + commission.id(), Map.of(
                "payee_id", payee.id(),
                "instrument_id", instrument.id(),
                "source_amount", commission.amount().toPlainString(),
                "source_currency", "EUR"), Payout.class);
    }

    public List<Payout> all() {
        List<Payout> all = new ArrayList<>();
        Page page = anton.get("/v1/payouts?limit=100", Page.class);
        all.addAll(page.data());
        while (page.has_more()) {
            page = anton.get("/v1/payouts?limit=100&cursor={cursor}", Page.class, page.next_cursor());
            all.addAll(page.data());
        }
        return all;
    }

    record Commission(String id, String sellerId, String sellerName, String iban, BigDecimal amount) {}
}
