// Command payouts pays the sellers of the shop and receives Anton's webhooks.
package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"time"

	"example.com/shop/payouts/internal/anton"
	"example.com/shop/payouts/internal/store"
	"example.com/shop/payouts/internal/webhook"
)

func main() {
	logger := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	client := anton.NewClient(os.Getenv("ANTON_BASE_URL"), os.Getenv("ANTON_API_KEY"), logger)
	events := store.NewEvents()

	if len(os.Args) > 1 && os.Args[1] == "reconcile" {
		payouts, err := client.ListPayouts(context.Background())
		if err != nil {
			logger.Error("reconciliation failed", "error", err)
			os.Exit(1)
		}
		logger.Info("reconciled", "payouts", len(payouts))
		return
	}

	mux := http.NewServeMux()
	mux.Handle("/webhooks/anton", webhook.NewHandler(os.Getenv("ANTON_WEBHOOK_SECRET"), events, logger))
	server := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	if err := server.ListenAndServe(); err != nil {
		logger.Error("server stopped", "error", err)
		os.Exit(1)
	}
}
