# frozen_string_literal: true

module Anton
  class InsufficientFunds < StandardError; end

  class Payouts
    def initialize(client, payees = Payees.new(client))
      @client = client
      @payees = payees
    end

    # Pays a settlement out. Calling it twice pays once: the key is the settlement's.
    def pay(settlement)
      seller = settlement.seller
      amount = BigDecimal(settlement.amount).round(2)
      if available(seller.currency) < amount
        raise InsufficientFunds, "settlement #{settlement.id} exceeds the #{seller.currency} balance"
      end

      destination = @payees.destination_for(seller)
      body = {
        **destination,
        amount: amount.to_s("F"),
        currency: seller.currency,
        reference: settlement.id
      }
      payout = @client.post("/v1/payouts", body, idempotency_key: "settlement-#{settlement.id}")
      Anton.logger.info("settlement #{settlement.id} is payout #{payout['id']}")
      payout
    end

    def available(currency)
      BigDecimal(@client.get("/v1/balances/#{currency}").fetch("available"))
    end

    # For the accountants, at night.
    def reconcile(ledger)
      @client.each_item("/v1/payouts") do |payout|
        SettlementState.apply(ledger, payout["reference"], payout["status"])
      end
    end
  end
end
