# frozen_string_literal: true

require "openssl"

module Anton
  # https://help.antonpayments.com/en/articles/14127268-verifying-webhook-signatures
  module Signature
    TOLERANCE = 300

    def self.valid?(secret, header, body, now: Time.now.to_i)
      parts = header.to_s.split(",").to_h { |part| part.strip.split("=", 2).values_at(0, 1) }
      timestamp = parts["t"].to_s
      return false unless timestamp.match?(/\A\d+\z/)
      return false if (now - timestamp.to_i).abs > TOLERANCE

      expected = OpenSSL::HMAC.hexdigest("SHA256", secret, "#{timestamp}.#{body}")
      OpenSSL.secure_compare(expected, parts["v1"].to_s)
    end
  end
end
