// Package anton talks to the Anton Payments API.
package anton

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand"
	"net"
	"net/http"
	"strconv"
	"time"
)

const (
	maxAttempts = 5
	firstDelay  = 500 * time.Millisecond
	maxDelay    = 20 * time.Second
)

// Error is an answer that is not a success.
type Error struct {
	Status    int
	RequestID string
}

func (e *Error) Error() string {
	return fmt.Sprintf("anton answered %d (request %s)", e.Status, e.RequestID)
}

// Client calls the API with one key.
type Client struct {
	baseURL string
	apiKey  string
	http    *http.Client
	log     *slog.Logger
}

// NewClient returns a client whose calls end after 30 seconds at the latest.
func NewClient(baseURL, apiKey string, log *slog.Logger) *Client {
	transport := &http.Transport{
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSHandshakeTimeout:   5 * time.Second,
		ResponseHeaderTimeout: 30 * time.Second,
	}
	return &Client{
		baseURL: baseURL,
		apiKey:  apiKey,
		http:    &http.Client{Transport: transport, Timeout: 30 * time.Second},
		log:     log,
	}
}

// do sends a request and repeats it when the network or the server failed. The idempotency key is the caller's, and so
// it is the same for each attempt.
func (c *Client) do(ctx context.Context, method, path, idempotencyKey string, in, out any) error {
	payload, err := encode(in)
	if err != nil {
		return err
	}
	for attempt := 0; ; attempt++ {
		wait, err := c.once(ctx, method, path, idempotencyKey, payload, out)
		if err == nil {
			return nil
		}
		if attempt+1 >= maxAttempts || !retryable(err) {
			return err
		}
		if wait == 0 {
			wait = backoff(attempt)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

func (c *Client) once(ctx context.Context, method, path, idempotencyKey string, payload []byte, out any) (time.Duration, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.baseURL+path, bytes.NewReader(payload))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+c.apiKey)
	req.Header.Set("Content-Type", "application/json")
	if idempotencyKey != "" {
		req.Header.Set("Idempotency-Key", idempotencyKey)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	requestID := resp.Header.Get("X-Request-ID")
	c.log.Info("anton", "method", method, "path", path, "status", resp.StatusCode, "request_id", requestID)
	if resp.StatusCode >= 300 {
		_, _ = io.Copy(io.Discard, resp.Body)
		return retryAfter(resp), &Error{Status: resp.StatusCode, RequestID: requestID}
	}
	return 0, json.NewDecoder(resp.Body).Decode(out)
}

// retryable tells network errors, 429 and 5xx from what would fail again.
func retryable(err error) bool {
	var answer *Error
	if errors.As(err, &answer) {
		return answer.Status == http.StatusTooManyRequests || answer.Status >= 500
	}
	var network net.Error
	return errors.As(err, &network)
}

// retryAfter is what the server asks for after a 429, 0 where it does not.
func retryAfter(resp *http.Response) time.Duration {
	seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

func backoff(attempt int) time.Duration {
	delay := firstDelay << attempt
	if delay > maxDelay {
		delay = maxDelay
	}
	return delay/2 + time.Duration(rand.Int63n(int64(delay/2)))
}

func encode(in any) ([]byte, error) {
	if in == nil {
		return nil, nil
	}
	return json.Marshal(in)
}
