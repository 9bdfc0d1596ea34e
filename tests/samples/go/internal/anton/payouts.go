package anton

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/shopspring/decimal"
)

// Payout is a transfer to a payee.
type Payout struct {
	ID       string          `json:"id"`
	Status   Status          `json:"status"`
	Amount   decimal.Decimal `json:"source_amount"`
	Currency string          `json:"source_currency"`
}

type balance struct {
	Available decimal.Decimal `json:"available"`
}

type payoutRequest struct {
	PayeeID      string `json:"payee_id"`
	InstrumentID string `json:"instrument_id"`
	Amount       string `json:"source_amount"`
	Currency     string `json:"source_currency"`
	Reference    string `json:"reference"`
}

type payoutPage struct {
	Data       []Payout `json:"data"`
	HasMore    bool     `json:"has_more"`
	NextCursor string   `json:"next_cursor"`
}

// PaySeller pays a settlement to a seller, once however often it is called with the same settlement.
func (c *Client) PaySeller(ctx context.Context, settlementID string, seller Seller, amount decimal.Decimal) (*Payout, error) {
	payeeID, err := c.CreatePayee(ctx, seller)
	if err != nil {
		return nil, fmt.Errorf("payee: %w", err)
	}
	instrumentID, err := c.CreateInstrument(ctx, payeeID, seller)
	if err != nil {
		return nil, fmt.Errorf("instrument: %w", err)
	}
	var funds balance
	if err := c.do(ctx, http.MethodGet, "/v1/balances/EUR", "", nil, &funds); err != nil {
		return nil, fmt.Errorf("balance: %w", err)
	}
	if funds.Available.LessThan(amount) {
		return nil, fmt.Errorf("settlement %s: not enough funds", settlementID)
	}
	request := payoutRequest{
		PayeeID:      payeeID,
		InstrumentID: instrumentID,
		Amount:       amount.StringFixed(2),
		Currency:     "EUR",
		Reference:    settlementID,
	}
	var created Payout
	if err := c.do(ctx, http.MethodPost, "/v1/payouts", "payout-"+settlementID, request, &created); err != nil {
		return nil, fmt.Errorf("payout: %w", err)
	}
	return &created, nil
}

// ListPayouts returns all payouts, page by page to the last one.
func (c *Client) ListPayouts(ctx context.Context) ([]Payout, error) {
	var payouts []Payout
	cursor := ""
	for {
		query := url.Values{"limit": {"100"}}
		if cursor != "" {
			query.Set("cursor", cursor)
		}
		var page payoutPage
		if err := c.do(ctx, http.MethodGet, "/v1/payouts?"+query.Encode(), "", nil, &page); err != nil {
			return nil, err
		}
		payouts = append(payouts, page.Data...)
		if !page.HasMore {
			return payouts, nil
		}
		cursor = page.NextCursor
	}
}
