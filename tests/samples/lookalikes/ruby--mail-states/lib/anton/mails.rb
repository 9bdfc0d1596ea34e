# States of mails, with words of payouts, in a case without else; a logger that speaks of an iban.
# frozen_string_literal: true

module Anton
  module Mails
    def self.icon(mail)
      case mail.status
      when "sent", "processing" then "blue"
      when "failed", "returned" then "red"
      end
    end

    def self.remind(seller)
      Anton.logger.info("seller #{seller.id} has no iban and no account_number yet")
      3.times do |attempt|
        return if Mailer.deliver(seller.email)

        Anton.logger.warn("mail attempt #{attempt} failed")
      end
    end
  end
end
