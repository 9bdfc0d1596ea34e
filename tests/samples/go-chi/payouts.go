package antonpay

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/shopspring/decimal"
)

// ErrInsufficientBalance says that the account cannot fund a payout.
var ErrInsufficientBalance = errors.New("balance is too small")

type balance struct {
	Currency  string          `json:"currency"`
	Available decimal.Decimal `json:"available"`
}

// Payout is what Anton returns about a payout.
type Payout struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

type page struct {
	Data       []Payout `json:"data"`
	HasMore    bool     `json:"has_more"`
	NextCursor string   `json:"next_cursor"`
}

// Withdrawal is the business object behind a payout.
type Withdrawal struct {
	ID       string
	Amount   decimal.Decimal
	Currency string
	Name     string
	IBAN     string
}

// PayOut registers the payee, checks funds and submits the payout.
func (g *Gateway) PayOut(ctx context.Context, w Withdrawal) (*Payout, error) {
	var payee struct {
		ID string `json:"id"`
	}
	err := g.call(ctx, "POST", "/v1/payees", map[string]any{"type": "individual", "display_name": w.Name}, "payee-"+w.ID, &payee)
	if err != nil {
		return nil, fmt.Errorf("creating payee: %w", err)
	}
	var instrument struct {
		ID string `json:"id"`
	}
	err = g.call(ctx, "POST", "/v1/payees/"+url.PathEscape(payee.ID)+"/instruments",
		map[string]any{"method": "iban", "currency": w.Currency, "iban": w.IBAN}, "instrument-"+w.ID, &instrument)
	if err != nil {
		return nil, fmt.Errorf("creating instrument: %w", err)
	}
	var funds balance
	if err := g.call(ctx, "GET", "/v1/balances/"+w.Currency, nil, "", &funds); err != nil {
		return nil, err
	}
	if funds.Available.LessThan(w.Amount) {
		return nil, ErrInsufficientBalance
	}
	var payout Payout
	err = g.call(ctx, "POST", "/v1/payouts", map[string]any{
		"payee_id":        payee.ID,
		"instrument_id":   instrument.ID,
		"source_amount":   w.Amount.StringFixed(2),
		"source_currency": w.Currency,
		"dest_currency":   w.Currency,
		"reference":       w.ID,
	}, "payout-"+w.ID, &payout)
	if err != nil {
		return nil, fmt.Errorf("creating payout: %w", err)
	}
	return &payout, nil
}

// Each calls visit with every payout, page after page.
func (g *Gateway) Each(ctx context.Context, visit func(Payout) error) error {
	cursor := ""
	for {
		query := url.Values{"limit": {"100"}}
		if cursor != "" {
			query.Set("cursor", cursor)
		}
		var p page
		if err := g.call(ctx, "GET", "/v1/payouts?"+query.Encode(), nil, "", &p); err != nil {
			return err
		}
		for _, payout := range p.Data {
			if err := visit(payout); err != nil {
				return err
			}
		}
		if !p.HasMore {
			return nil
		}
		cursor = p.NextCursor
	}
}
