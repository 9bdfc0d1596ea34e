// Statuses of shipments and mails, with some of the words of payouts, in switches without a default.
package anton

import "log/slog"

type shipment struct {
	Status string
	Weight float64
	Amount int
}

func colour(status string) string {
	switch status {
	case "processing":
		return "grey"
	case "sent", "completed":
		return "green"
	}
	return "red"
}

func weigh(shipments []shipment) (total float64) {
	for _, each := range shipments {
		total += each.Weight * float64(each.Amount)
		if each.Status == "returned" {
			slog.Info("shipment came back", "colour", colour(each.Status), "kilograms", each.Weight)
		}
	}
	return total
}
