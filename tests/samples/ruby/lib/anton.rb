# frozen_string_literal: true

require "bigdecimal"
require "logger"

require_relative "anton/client"
require_relative "anton/payees"
require_relative "anton/payouts"
require_relative "anton/settlement_state"
require_relative "anton/signature"

module Anton
  def self.client
    @client ||= Client.new(base_url: ENV.fetch("ANTON_BASE_URL"), api_key: ENV.fetch("ANTON_API_KEY"))
  end

  def self.logger
    @logger ||= Logger.new($stdout)
  end
end
