# frozen_string_literal: true

require "faraday"
require "faraday/retry"
require "json"

module Anton
  class Error < StandardError
    attr_reader :status, :code

    def initialize(message, status: nil, code: nil)
      super(message)
      @status = status
      @code = code
    end
  end

  # Everything that goes to Anton goes through here.
  class Client
    PAGE_SIZE = 100

    # Every POST carries a key, so that repeating one is as safe as repeating a GET.
    RETRIES = {
      max: 4,
      interval: 0.5,
      backoff_factor: 2,
      interval_randomness: 0.5,
      max_interval: 20,
      methods: %i[get post],
      retry_statuses: [429, 500, 502, 503, 504], # waits as long as Retry-After says
      exceptions: [Faraday::ConnectionFailed, Faraday::TimeoutError, Faraday::RetriableResponse]
    }.freeze

    def initialize(base_url:, api_key:)
      @connection = Faraday.new(url: base_url) do |f|
        f.request :authorization, "Bearer", api_key
        f.request :retry, **RETRIES
        f.options.open_timeout = 5
        f.options.timeout = 30
      end
    end

    def get(path, params = {})
      perform("GET", path) { @connection.get(path, params) }
    end

    def post(path, body, idempotency_key:)
      perform("POST", path) do
        @connection.post(path) do |request|
          request.headers["Content-Type"] = "application/json"
          request.headers["Idempotency-Key"] = idempotency_key
          request.body = JSON.generate(body)
        end
      end
    end

    # Yields every object of a list, page after page.
    def each_item(path, params = {})
      cursor = nil
      loop do
        page = get(path, params.merge({ limit: PAGE_SIZE, cursor: cursor }.compact))
        page.fetch("data").each { |item| yield item }
        break unless page["has_more"]

        cursor = page.fetch("next_cursor")
      end
    end

    private

    def perform(method, path)
      response = yield
      Anton.logger.info("anton #{method} #{path} #{response.status} #{response.headers['X-Request-ID']}")
      raise error_for(method, path, response) unless response.success?

      JSON.parse(response.body, decimal_class: BigDecimal)
    rescue Faraday::Error => e
      Anton.logger.error("anton #{method} #{path} #{e.class}")
      raise Error, "#{method} #{path}: no answer"
    end

    def error_for(method, path, response)
      code = begin
        JSON.parse(response.body).dig("error", "code")
      rescue JSON::ParserError, TypeError
        nil
      end
      Error.new("#{method} #{path}: #{response.status}", status: response.status, code: code)
    end
  end
end
