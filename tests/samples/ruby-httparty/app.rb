# frozen_string_literal: true

require "json"
require "openssl"
require "sinatra/base"
require_relative "anton"

# Receives events.
class Hooks < Sinatra::Base
  TOLERANCE = 300

  post "/hooks/anton" do
    raw = request.body.read
    halt 401 unless genuine?(raw, request.env["HTTP_ANTON_SIGNATURE"].to_s)

    event = JSON.parse(raw)
    halt 200 unless DB[:anton_events].insert_conflict.insert(id: event["id"])

    payout = event["data"]
    DB[:commissions].where(payout_id: payout["id"]).update(state: state_of(payout["status"]))
    204
  end

  helpers do
    def genuine?(raw, header)
      fields = header.split(",").to_h { |pair| pair.split("=", 2) }
      return false if (Time.now.to_i - fields["t"].to_i).abs > TOLERANCE

      expected = OpenSSL::HMAC.hexdigest("SHA256", ENV.fetch("ANTON_WEBHOOK_SECRET"), "#{fields['t']}.#{raw}")
      Rack::Utils.secure_compare(expected, fields["v1"].to_s)
    end

    def state_of(status)
      case status
      when "screening", "pending_approval", "processing", "sent" then "open"
      when "completed" then "paid"
      when "failed", "returned", "cancelled" then "unpaid"
      else "review"
      end
    end
  end
end
