module example.com/shop/payouts

go 1.21

require github.com/shopspring/decimal v1.4.0
