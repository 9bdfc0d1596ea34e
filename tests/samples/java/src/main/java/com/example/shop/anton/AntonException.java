package com.example.shop.anton;

import java.time.Duration;

/** An answer of Anton's that is not a success. */
public class AntonException extends RuntimeException {
    private final int status;
    private final Duration retryAfter;

    public AntonException(int status, String requestId, Duration retryAfter) {
        super("Anton answered " + status + " (request " + requestId + ")");
        this.status = status;
        this.retryAfter = retryAfter;
    }

    public boolean mayPassNextTime() {
        return status == 429 || status >= 500;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
