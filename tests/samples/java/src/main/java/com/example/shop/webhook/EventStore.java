package com.example.shop.webhook;

import com.example.shop.anton.PayoutStatus;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Remembers events, and what became of payouts. */
@Repository
public class EventStore {
    private final JdbcTemplate database;

    public EventStore(JdbcTemplate database) {
        this.database = database;
    }

    /** Whether the event is new. */
    public boolean insertIfAbsent(String eventId) {
        try {
            database.update("INSERT INTO anton_events (id) VALUES (?)", eventId);
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    public void settle(String payoutId, PayoutStatus status) {
        while (true) {
            try {
                database.update("UPDATE settlements SET outcome = ? WHERE payout_id = ?", status.name(), payoutId);
                return;
            } catch (TransientDataAccessException e) {
                Thread.onSpinWait();
            }
        }
    }
}
