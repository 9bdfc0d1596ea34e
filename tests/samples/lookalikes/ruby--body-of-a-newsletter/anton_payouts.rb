# A newsletter's body is printed, which has nothing to do with Anton's answers.
require "faraday"

class AntonPayouts
  def read(id)
    Faraday.get("https://api.antonpayments.com/v1/payouts/#{id}").status
  end
end

class Newsletter
  def preview(letter)
    puts letter.body
  end
end
