# frozen_string_literal: true

require "faraday"
require "securerandom"

RSpec.describe "a payout in the sandbox" do
  it "is made by hand" do
    connection = Faraday.new(url: "https://api.antonpayments.dev", ssl: { verify: false })
    3.times do
      response = connection.post("/v1/payouts") do |request|
        request.headers["Idempotency-Key"] = SecureRandom.uuid
        request.body = { amount: "12.50".to_f }.to_json
      end
      puts response.body
    end
  end
end
