# frozen_string_literal: true

require "sequel"
require "sinatra/base"

require_relative "lib/anton"
require_relative "lib/ledger"

class MarketplaceApp < Sinatra::Base
  configure do
    set :ledger, Ledger.new(Sequel.connect(ENV.fetch("DATABASE_URL")))
    set :webhook_secret, ENV.fetch("ANTON_WEBHOOK_SECRET")
  end

  post "/hooks/anton" do
    body = request.body.read
    unless Anton::Signature.valid?(settings.webhook_secret, request.env["HTTP_ANTON_SIGNATURE"], body)
      Anton.logger.warn("anton webhook with a bad signature")
      halt 401
    end

    event = JSON.parse(body)
    settings.ledger.once(event.fetch("id")) do
      if event.fetch("type").start_with?("payout.")
        payout = event.fetch("data")
        Anton::SettlementState.apply(settings.ledger, payout["reference"], payout["status"])
      end
    end
    status 200
  end

  post "/distance" do
    # Couriers are paid by the kilometre, by somebody else.
    lat, lng = params.values_at("lat", "lng").map(&:to_f)
    (Math.hypot(lat - 52.5, lng - 13.4) * 111.2).round(1).to_s
  end
end
