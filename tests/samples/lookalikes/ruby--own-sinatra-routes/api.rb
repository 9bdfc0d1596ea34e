# The merchant's own API has /v1/payouts too: Sinatra routes, with to_i and to_f of counts and shares.
# frozen_string_literal: true

require "sinatra/base"
require_relative "lib/anton"

class OwnApi < Sinatra::Base
  post "/v1/payouts" do
    settlement = JSON.parse(request.body.read).fetch("settlement_id")
    Anton.logger.info("asked for settlement #{settlement}")
    status 202
  end

  get "/v1/payouts" do
    limit = params.fetch("limit", "10").to_i
    offset = params.fetch("offset", "0").to_i
    found = []
    Anton.client.each_item("/v1/payouts") { |payout| found << payout["id"] }
    JSON.generate(data: found[offset, limit], share: found.size.to_f / 100.0)
  end
end
