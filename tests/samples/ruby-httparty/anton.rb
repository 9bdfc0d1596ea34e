# frozen_string_literal: true

require "bigdecimal"
require "httparty"
require "logger"

# Payouts by Anton.
class Anton
  include HTTParty
  base_uri ENV.fetch("ANTON_BASE_URL")
  headers "Authorization" => "Bearer #{ENV.fetch('ANTON_API_KEY')}", "Accept" => "application/json"
  open_timeout 5
  read_timeout 30
  format :json

  Refused = Class.new(StandardError)
  Unavailable = Class.new(StandardError)
  InsufficientFunds = Class.new(StandardError)

  MAX_ATTEMPTS = 5
  NETWORK_ERRORS = [Net::OpenTimeout, Net::ReadTimeout, Errno::ECONNRESET, SocketError].freeze

  def initialize(logger: Logger.new($stdout))
    @logger = logger
  end

  def pay(commission)
    payee = write("/v1/payees", { type: "individual", display_name: commission.name }, key: "payee-#{commission.partner_id}")
    instrument = write("/v1/payees/#{payee['id']}/instruments",
                       { method: "iban", iban: commission.iban, currency: "EUR" }, key: "iban-#{commission.partner_id}")
    ensure_funds(commission)
    write("/v1/payouts", {
            payee_id: payee["id"],
            instrument_id: instrument["id"],
            source_amount: commission.amount.to_s("F"),
            source_currency: "EUR"
          }, key: "commission-#{commission.id}")
  end

  def each_payout
    return enum_for(:each_payout) unless block_given?

    query = { limit: 100 }
    loop do
      page = with_retries { self.class.get("/v1/payouts", query: query) }
      page["data"].each { |payout| yield payout }
      break unless page["has_more"]

      query = query.merge(cursor: page["next_cursor"])
    end
  end

  private

  def ensure_funds(commission)
    balance = with_retries { self.class.get("/v1/balances/EUR") }
    raise InsufficientFunds, commission.id if BigDecimal(balance["available"]) < commission.amount
  end

  def write(path, body, key:)
    with_retries do
      self.class.post(path, body: body.to_json, headers: { "Content-Type" => "application/json", "Idempotency-Key" => key })
    end
  end

  def with_retries
    attempt = 0
    begin
      attempt += 1
      response = yield
      log(response)
      raise Unavailable, response.code if response.code == 429 || response.code >= 500
      raise Refused, "anton answered #{response.code}" unless response.success?

      response.parsed_response
    rescue Unavailable, *NETWORK_ERRORS
      raise if attempt >= MAX_ATTEMPTS

      sleep(pause(attempt, response))
      retry
    end
  end

  def pause(attempt, response)
    after = response&.headers&.[]("retry-after")
    return after.to_i if after

    rand * [20, 0.5 * (2**attempt)].min
  end

  def log(response)
    request = response.request
    @logger.info("anton #{request.http_method::METHOD} #{request.path} #{response.code} #{response.headers['x-request-id']}")
  end
end
