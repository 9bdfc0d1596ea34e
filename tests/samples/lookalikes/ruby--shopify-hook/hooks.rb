# Another vendor's webhook in the same app as Anton's: Shopify, told by a token in the path.
# frozen_string_literal: true

require "sinatra/base"
require_relative "lib/anton"

class ShopifyHooks < Sinatra::Base
  post "/hooks/shopify/:token" do
    halt 404 unless params["token"] == ENV.fetch("SHOPIFY_PATH_TOKEN")

    order = JSON.parse(request.body.read)
    Anton.logger.info("shopify order #{order['id']} #{request.env['HTTP_X_SHOPIFY_TOPIC']}")
    status 204
  end
end
