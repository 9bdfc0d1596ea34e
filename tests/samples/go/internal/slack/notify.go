// Package slack tells the shop's people what happened.
package slack

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
)

// Notify posts a line to the channel of the shop.
func Notify(text string) error {
	body, err := json.Marshal(map[string]string{"text": text})
	if err != nil {
		return err
	}
	resp, err := http.Post(os.Getenv("SLACK_WEBHOOK_URL"), "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
