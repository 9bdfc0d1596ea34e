// Keys are a hash of the refund, with a random trace id beside; the upload of the receipt is repeated at once.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Anton;

public interface IReceipts
{
    Task PutAsync(string name, string text);
}

public sealed class Refunds(AntonClient anton, IReceipts receipts, ILogger<Refunds> logger)
{
    public async Task RefundAsync(string orderId, string name, string iban, long cents, CancellationToken cancel)
    {
        var trace = Guid.NewGuid();
        var amount = cents / 100m;
        var balance = await anton.GetAsync("/v1/balances/EUR", cancel);
        if (decimal.Parse(balance.GetProperty("available").GetString()!, CultureInfo.InvariantCulture) < amount)
        {
            throw new InvalidOperationException($"not enough for {orderId}");
        }
        var payee = await anton.PostAsync("/v1/payees", new { display_name = name }, Key("payee", orderId), cancel);
        var payeeId = payee.GetProperty("id").GetString();
        var path = $"/v1/payees/{payeeId}/instruments";
        var instrument = await anton.PostAsync(path, new { method = "iban", iban }, Key("iban", orderId), cancel);
        var body = new
        {
            payee_id = payeeId,
            instrument_id = instrument.GetProperty("id").GetString(),
            source_amount = amount.ToString("F2", CultureInfo.InvariantCulture),
            source_currency = "EUR",
        };
        var payout = await anton.PostAsync("/v1/payouts", body, Key("refund", orderId), cancel);
        logger.LogInformation("{Trace}: refund of {Order} is {Payout}", trace, orderId, payout.GetProperty("id").GetString());
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                await receipts.PutAsync($"{orderId}.txt", payout.GetProperty("id").GetString()!);
                return;
            }
            catch (IOException) when (attempt < 2)
            {
                logger.LogWarning("receipt of {Order} again", orderId);
            }
        }
    }

    private static string Key(params string[] parts) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("|", parts))))[..40];
}
