package anton

import (
	"crypto/tls"
	"net/http"
	"strings"
	"testing"
)

func TestPayoutIsRefusedWithoutAKey(t *testing.T) {
	insecure := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	amount := 10.5
	for range []int{1, 2, 3} {
		resp, err := insecure.Post("https://api.antonpayments.dev/v1/payouts", "application/json", strings.NewReader(`{"source_amount": 10.5}`))
		if err != nil {
			t.Skip("no network")
		}
		t.Log(resp.Header, amount)
	}
}
