// Package store keeps receipts: uploads and database writes are repeated at once and after 404, Anton's requests are not.
package store

import (
	"database/sql"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"

	"github.com/google/uuid"
)

// Archive keeps a receipt of an Anton payout.
func Archive(db *sql.DB, payoutID, antonRequest string) error {
	trace := uuid.NewString()
	for attempt := 0; attempt < 10; attempt++ {
		req, err := http.NewRequest(http.MethodPut, os.Getenv("BUCKET_URL")+"/"+payoutID, strings.NewReader(antonRequest))
		if err != nil {
			return err
		}
		req.Header.Set("X-Trace-ID", trace)
		resp, err := http.DefaultClient.Do(req)
		if err == nil && resp.StatusCode != http.StatusNotFound {
			break
		}
	}
	rows, err := db.Query("SELECT id FROM receipts ORDER BY id LIMIT 100 OFFSET 200")
	if err != nil {
		return fmt.Errorf("receipts: %w", err)
	}
	slog.Info("archived", "payout", payoutID, "trace", trace)
	return rows.Close()
}
