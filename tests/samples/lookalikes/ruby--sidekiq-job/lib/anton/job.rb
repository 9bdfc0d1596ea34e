# Sidekiq repeats the payment with its own backoff; an upload to S3 is repeated at once, also when it is not found.
# frozen_string_literal: true

require "digest"
require "securerandom"
require "sidekiq"

module Anton
  class PayJob
    include Sidekiq::Job
    sidekiq_options retry: 5

    def perform(settlement_id)
      trace = SecureRandom.hex(8)
      payout = Payouts.new(Anton.client).pay(Settlement.find(settlement_id))
      Anton.logger.info("trace #{trace} payout #{payout['id']} digest #{Digest::SHA256.hexdigest(settlement_id)[0, 8]}")
      upload(payout["id"])
    end

    def upload(name)
      S3.put_object(bucket: "receipts", key: name)
    rescue Aws::S3::Errors::NotFound
      retry
    end
  end
end
