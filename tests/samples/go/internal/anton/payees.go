package anton

import (
	"context"
	"net/http"
)

// Seller is who gets paid.
type Seller struct {
	ID      string
	Name    string
	Country string
	IBAN    string
}

type payee struct {
	ID string `json:"id"`
}

type instrument struct {
	ID string `json:"id"`
}

// CreatePayee registers a seller and returns the payee's id.
func (c *Client) CreatePayee(ctx context.Context, seller Seller) (string, error) {
	body := map[string]any{
		"type":         "business",
		"display_name": seller.Name,
		"country":      seller.Country,
		"external_ref": seller.ID,
	}
	var created payee
	err := c.do(ctx, http.MethodPost, "/v1/payees", "payee-"+seller.ID, body, &created)
	return created.ID, err
}

// CreateInstrument adds the seller's bank account to a payee and returns its id.
func (c *Client) CreateInstrument(ctx context.Context, payeeID string, seller Seller) (string, error) {
	body := map[string]any{"method": "iban", "currency": "EUR", "country": seller.Country, "iban": seller.IBAN}
	var created instrument
	err := c.do(ctx, http.MethodPost, "/v1/payees/"+payeeID+"/instruments", "instrument-"+seller.ID, body, &created)
	return created.ID, err
}
