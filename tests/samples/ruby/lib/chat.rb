# frozen_string_literal: true

require "net/http"
require "json"
require "securerandom"

# Tells the team what happened.
class Chat
  def say(text)
    uri = URI(ENV.fetch("SLACK_WEBHOOK_URL"))
    request = Net::HTTP::Post.new(uri, "Content-Type" => "application/json")
    request.body = JSON.generate(text: text, client_msg_id: SecureRandom.uuid)
    Net::HTTP.start(uri.host, uri.port, use_ssl: true) { |http| http.request(request) }
  end
end
