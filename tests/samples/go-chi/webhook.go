package antonpay

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
)

const tolerance = 5 * time.Minute

// EventStore remembers events; Insert says whether the id is new.
type EventStore interface {
	Insert(id string) (bool, error)
	SetStatus(payoutID, state string) error
}

type event struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	Data struct {
		ID     string `json:"id"`
		Status string `json:"status"`
	} `json:"data"`
}

// Routes mounts the receiver.
func Routes(store EventStore, log *slog.Logger) http.Handler {
	r := chi.NewRouter()
	r.Post("/hooks/anton", receive(store, log))
	return r
}

func receive(store EventStore, log *slog.Logger) http.HandlerFunc {
	secret := []byte(os.Getenv("ANTON_WEBHOOK_SECRET"))
	return func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		if err != nil {
			http.Error(w, "unreadable", http.StatusBadRequest)
			return
		}
		if !genuine(r.Header.Get("Anton-Signature"), raw, secret, time.Now()) {
			http.Error(w, "bad signature", http.StatusUnauthorized)
			return
		}
		var e event
		if err := json.Unmarshal(raw, &e); err != nil {
			http.Error(w, "bad json", http.StatusBadRequest)
			return
		}
		fresh, err := store.Insert(e.ID)
		if err != nil {
			http.Error(w, "try again", http.StatusInternalServerError)
			return
		}
		if !fresh {
			w.WriteHeader(http.StatusOK)
			return
		}
		if err := store.SetStatus(e.Data.ID, stateOf(e.Data.Status)); err != nil {
			http.Error(w, "try again", http.StatusInternalServerError)
			return
		}
		log.Info("anton event", "event", e.ID, "type", e.Type)
		w.WriteHeader(http.StatusNoContent)
	}
}

func genuine(header string, body, secret []byte, now time.Time) bool {
	var stamp, given string
	for _, part := range strings.Split(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "t":
			stamp = value
		case "v1":
			given = value
		}
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return false
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > tolerance || age < -tolerance {
		return false
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(stamp + "."))
	mac.Write(body)
	sum, err := hex.DecodeString(given)
	return err == nil && hmac.Equal(sum, mac.Sum(nil))
}

func stateOf(status string) string {
	switch status {
	case "screening", "pending_approval", "processing", "sent":
		return "open"
	case "completed":
		return "paid"
	case "failed", "returned", "cancelled":
		return "refund"
	default:
		return "review"
	}
}
