# Floats for StatsD only; nothing is paid from them.
# frozen_string_literal: true

module Anton
  class Gauges
    def initialize(client, statsd)
      @client = client
      @statsd = statsd
    end

    def observe(currency)
      balance = @client.get("/v1/balances/#{currency}")
      @statsd.gauge("anton.available", balance["available"].to_f)
    end
  end
end
