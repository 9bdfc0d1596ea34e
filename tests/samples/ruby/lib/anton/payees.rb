# frozen_string_literal: true

module Anton
  # Makes sure that Anton knows a seller and the seller's account.
  class Payees
    def initialize(client)
      @client = client
    end

    def destination_for(seller)
      payee = @client.post(
        "/v1/payees",
        { type: "business", display_name: seller.name, country: seller.country, external_ref: seller.id },
        idempotency_key: "payee-#{seller.id}"
      )
      instrument = @client.post(
        "/v1/payees/#{payee.fetch('id')}/instruments",
        { method: "iban", currency: seller.currency, country: seller.country, iban: seller.iban },
        idempotency_key: "instrument-#{seller.id}-#{seller.currency}"
      )
      { payee_id: payee.fetch("id"), instrument_id: instrument.fetch("id") }
    end
  end
end
