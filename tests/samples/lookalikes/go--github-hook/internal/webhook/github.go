// GitHub's deliveries come to the same server as Anton's webhook: a token is compared with ==, nothing is remembered.
package webhook

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
)

type push struct {
	After string `json:"after"`
	Ref   string `json:"ref"`
}

// GitHub deploys what was pushed.
func GitHub(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Deploy-Token") != os.Getenv("DEPLOY_TOKEN") {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	var pushed push
	if err := json.NewDecoder(r.Body).Decode(&pushed); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	slog.Info("deploy", "ref", pushed.Ref, "commit", pushed.After, "event", r.Header.Get("X-GitHub-Event"))
	w.WriteHeader(http.StatusNoContent)
}
