package antonpay

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/cenkalti/backoff/v4"
)

// Gateway talks to the payouts provider.
type Gateway struct {
	base string
	key  string
	http *http.Client
	log  *slog.Logger
}

// APIError is an answer that is not 2xx.
type APIError struct {
	Status    int
	RequestID string
}

func (e *APIError) Error() string { return fmt.Sprintf("anton: status %d (request %s)", e.Status, e.RequestID) }

// New reads the configuration from the environment.
func New(log *slog.Logger) *Gateway {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.ResponseHeaderTimeout = 20 * time.Second
	return &Gateway{
		base: os.Getenv("ANTON_BASE_URL"),
		key:  os.Getenv("ANTON_API_KEY"),
		http: &http.Client{Timeout: 30 * time.Second, Transport: transport},
		log:  log,
	}
}

func (g *Gateway) call(ctx context.Context, method, path string, in any, idempotencyKey string, out any) error {
	var payload []byte
	if in != nil {
		var err error
		if payload, err = json.Marshal(in); err != nil {
			return fmt.Errorf("encoding request: %w", err)
		}
	}
	policy := backoff.NewExponentialBackOff()
	policy.InitialInterval = 500 * time.Millisecond
	policy.MaxInterval = 20 * time.Second
	policy.MaxElapsedTime = 2 * time.Minute

	attempt := func() error {
		req, err := http.NewRequestWithContext(ctx, method, g.base+path, bytes.NewReader(payload))
		if err != nil {
			return backoff.Permanent(err)
		}
		req.Header.Set("Authorization", "Bearer "+g.key)
		req.Header.Set("Accept", "application/json")
		if idempotencyKey != "" {
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Idempotency-Key", idempotencyKey)
		}
		res, err := g.http.Do(req)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		body, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
		if err != nil {
			return err
		}
		g.log.Info("anton call", "method", method, "path", path, "status", res.StatusCode, "request_id", res.Header.Get("X-Request-ID"))
		switch {
		case res.StatusCode < 300:
			if out == nil {
				return nil
			}
			return json.Unmarshal(body, out)
		case res.StatusCode == http.StatusTooManyRequests:
			if seconds, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil {
				return backoff.RetryAfter(seconds)
			}
			return &APIError{res.StatusCode, res.Header.Get("X-Request-ID")}
		case res.StatusCode >= 500:
			return &APIError{res.StatusCode, res.Header.Get("X-Request-ID")}
		default:
			return backoff.Permanent(&APIError{res.StatusCode, res.Header.Get("X-Request-ID")})
		}
	}
	return backoff.Retry(attempt, backoff.WithContext(backoff.WithMaxRetries(policy, 4), ctx))
}

// IsClientError tells whether Anton refused the request.
func IsClientError(err error) bool {
	var refused *APIError
	return errors.As(err, &refused) && refused.Status < 500
}
