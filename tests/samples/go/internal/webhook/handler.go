// Package webhook receives Anton's events.
package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/shop/payouts/internal/anton"
	"example.com/shop/payouts/internal/store"
)

const (
	tolerance = 300 * time.Second
	maxBody   = 1 << 20
)

type event struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	Data struct {
		ID     string       `json:"id"`
		Status anton.Status `json:"status"`
	} `json:"data"`
}

// Handler checks each delivery before it counts.
type Handler struct {
	secret string
	events *store.Events
	log    *slog.Logger
	now    func() time.Time
}

// NewHandler returns a handler for deliveries that are signed with the secret.
func NewHandler(secret string, events *store.Events, log *slog.Logger) *Handler {
	return &Handler{secret: secret, events: events, log: log, now: time.Now}
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "unreadable", http.StatusBadRequest)
		return
	}
	if err := h.verify(r.Header.Get("Anton-Signature"), body); err != nil {
		http.Error(w, "bad signature", http.StatusUnauthorized)
		return
	}
	var received event
	if err := json.Unmarshal(body, &received); err != nil {
		http.Error(w, "no event", http.StatusBadRequest)
		return
	}
	if !h.events.Add(received.ID) {
		w.WriteHeader(http.StatusOK)
		return
	}
	if err := h.events.Settle(received.Data.ID, received.Data.Status.Outcome()); err != nil {
		h.events.Forget(received.ID)
		http.Error(w, "try again", http.StatusServiceUnavailable)
		return
	}
	h.log.Info("anton event", "event", received.ID, "type", received.Type)
	w.WriteHeader(http.StatusNoContent)
}

// verify checks the header's signature over its time and the body as it came, and how old it is.
func (h *Handler) verify(header string, body []byte) error {
	fields := map[string]string{}
	for _, part := range strings.Split(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		fields[name] = value
	}
	seconds, err := strconv.ParseInt(fields["t"], 10, 64)
	if err != nil {
		return err
	}
	age := h.now().Sub(time.Unix(seconds, 0))
	if age > tolerance || age < -tolerance {
		return errors.New("too far off")
	}
	given, err := hex.DecodeString(fields["v1"])
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, []byte(h.secret))
	mac.Write([]byte(fields["t"] + "."))
	mac.Write(body)
	if !hmac.Equal(mac.Sum(nil), given) {
		return errors.New("signature does not match")
	}
	return nil
}
