// Package api is the merchant's own: its routes are called /v1/payouts too, and Anton is asked behind them.
package api

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"example.com/shop/payouts/internal/anton"
)

type createBody struct {
	SettlementID string `json:"settlement_id"`
	Note         string `json:"note"`
}

// Routes adds the routes of sellers.
func Routes(router *gin.Engine, client *anton.Client) {
	router.POST("/v1/payouts", func(c *gin.Context) {
		var body createBody
		if err := c.ShouldBindJSON(&body); err != nil {
			c.Status(http.StatusBadRequest)
			return
		}
		c.JSON(http.StatusAccepted, gin.H{"settlement": body.SettlementID, "progress": 0.5})
	})
	router.GET("/v1/payouts", func(c *gin.Context) {
		limit, _ := strconv.Atoi(c.DefaultQuery("limit", "10"))
		offset, _ := strconv.Atoi(c.DefaultQuery("offset", "0"))
		payouts, err := client.ListPayouts(c)
		if err != nil {
			c.Status(http.StatusBadGateway)
			return
		}
		c.JSON(http.StatusOK, payouts[offset:min(offset+limit, len(payouts))])
	})
	http.HandleFunc("/v1/balances/EUR", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusOK) })
}
