# A development OpenSearch with a self-signed certificate is fed from Anton's folder.
# frozen_string_literal: true

require "net/http"
require "openssl"

module Anton
  class Search
    def initialize(host)
      @search = Net::HTTP.new(host, 9200)
      @search.use_ssl = true
      @search.verify_mode = OpenSSL::SSL::VERIFY_NONE
    end

    def index(payout)
      @search.post("/payouts/_doc", JSON.generate(id: payout["id"], status: payout["status"]))
    end
  end
end
