// Floats for Prometheus only: the library has no other numbers, and nothing is paid from them.
package anton

import (
	"context"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
)

var available = prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "anton_available"}, []string{"currency"})

// Observe sets the gauge of a currency.
func (c *Client) Observe(ctx context.Context, currency string) error {
	var funds balance
	if err := c.do(ctx, http.MethodGet, "/v1/balances/"+currency, "", nil, &funds); err != nil {
		return err
	}
	value, _ := funds.Available.Float64()
	available.WithLabelValues(currency).Set(value)
	available.WithLabelValues("all").Set(funds.Available.InexactFloat64())
	return nil
}
