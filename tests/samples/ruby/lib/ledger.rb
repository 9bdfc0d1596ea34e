# frozen_string_literal: true

class Ledger
  def initialize(database)
    @database = database
  end

  def update(settlement_id, state, note: nil)
    @database[:settlements].where(id: settlement_id).update(state: state.to_s, note: note)
  end

  # Runs the block unless an event was handled before. Both happen in one transaction.
  def once(event_id)
    @database.transaction do
      @database[:anton_events].insert(id: event_id)
      yield
    end
  rescue Sequel::UniqueConstraintViolation
    false
  end

  def with_reconnect
    yield
  rescue Sequel::DatabaseDisconnectError
    sleep 1
    retry
  end
end
