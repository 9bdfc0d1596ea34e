using System.Globalization;
using System.Text.Json;

namespace Shop.Anton;

public sealed record Seller(string Id, string Name, string Country, string Iban);

public sealed record Payout(string Id, Outcome Outcome, decimal Amount);

/// <summary>Pays sellers.</summary>
public sealed class PayoutService(AntonClient anton)
{
    public async Task<Payout> PayAsync(string settlementId, Seller seller, decimal amount, CancellationToken cancel)
    {
        var payeeId = await CreatePayeeAsync(seller, cancel);
        var instrumentId = await CreateInstrumentAsync(payeeId, seller, cancel);

        var balance = await anton.GetAsync("/v1/balances/EUR", cancel);
        var available = decimal.Parse(balance.GetProperty("available").GetString()!, CultureInfo.InvariantCulture);
        if (available < amount)
        {
            throw new InvalidOperationException($"not enough funds for settlement {settlementId}");
        }
        var body = new
        {
            payee_id = payeeId,
            instrument_id = instrumentId,
            source_amount = amount.ToString("F2", CultureInfo.InvariantCulture),
            source_currency = "EUR",
            reference = settlementId,
        };
        return Read(await anton.PostAsync("/v1/payouts", body, $"payout-{settlementId}", cancel));
    }

    /// <summary>All payouts, from the first page to the last.</summary>
    public async Task<IReadOnlyList<Payout>> AllAsync(CancellationToken cancel)
    {
        var payouts = new List<Payout>();
        string? cursor = null;
        while (true)
        {
            var path = "/v1/payouts?limit=100";
            if (cursor is not null)
            {
                path += $"&cursor={Uri.EscapeDataString(cursor)}";
            }
            var page = await anton.GetAsync(path, cancel);
            payouts.AddRange(page.GetProperty("data").EnumerateArray().Select(Read));
            if (!page.GetProperty("has_more").GetBoolean())
            {
                return payouts;
            }
            cursor = page.GetProperty("next_cursor").GetString();
        }
    }

    private async Task<string> CreatePayeeAsync(Seller seller, CancellationToken cancel)
    {
        var body = new { type = "business", display_name = seller.Name, country = seller.Country, external_ref = seller.Id };
        var created = await anton.PostAsync("/v1/payees", body, $"payee-{seller.Id}", cancel);
        return created.GetProperty("id").GetString()!;
    }

    private async Task<string> CreateInstrumentAsync(string payeeId, Seller seller, CancellationToken cancel)
    {
        var body = new { method = "iban", currency = "EUR", country = seller.Country, iban = seller.Iban };
        var path = $"/v1/payees/{payeeId}/instruments";
        var created = await anton.PostAsync(path, body, $"instrument-{seller.Id}", cancel);
        return created.GetProperty("id").GetString()!;
    }

    private static Payout Read(JsonElement found) => new(
        found.GetProperty("id").GetString()!,
        PayoutStatus.ToOutcome(found.GetProperty("status").GetString()),
        decimal.Parse(found.GetProperty("source_amount").GetString()!, CultureInfo.InvariantCulture));
}
