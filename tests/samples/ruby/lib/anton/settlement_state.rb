# frozen_string_literal: true

module Anton
  module SettlementState
    def self.apply(ledger, settlement_id, status)
      case status
      when "screening", "pending_approval"
        ledger.update(settlement_id, :waiting)
      when "processing", "sent"
        ledger.update(settlement_id, :on_its_way)
      when "completed"
        ledger.update(settlement_id, :paid)
      when "failed", "cancelled"
        ledger.update(settlement_id, :unpaid)
      when "returned"
        ledger.update(settlement_id, :unpaid, note: "came back from the bank")
      else
        Anton.logger.warn("settlement #{settlement_id}: status #{status} is not known here")
        ledger.update(settlement_id, :needs_attention)
      end
    end
  end
end
