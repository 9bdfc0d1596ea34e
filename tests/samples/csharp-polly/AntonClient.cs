using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Tickets.Payouts;

public sealed record Created([property: JsonPropertyName("id")] string Id);
public sealed record Balance([property: JsonPropertyName("available")] string Available);
public sealed record Payout([property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("status")] string Status);
public sealed record PayoutPage(
    [property: JsonPropertyName("data")] IReadOnlyList<Payout> Data,
    [property: JsonPropertyName("has_more")] bool HasMore,
    [property: JsonPropertyName("next_cursor")] string? NextCursor);
public sealed record Promoter(Guid Id, string Name, string Iban);

public sealed class AntonClient(HttpClient http, ILogger<AntonClient> logger)
{
    public async Task<string> PayAsync(Promoter promoter, Guid eventId, decimal share, CancellationToken ct)
    {
        var payee = await PostAsync<Created>("/v1/payees", $"promoter-{promoter.Id}",
            new { type = "business", display_name = promoter.Name }, ct);
        var instrument = await PostAsync<Created>($"/v1/payees/{payee.Id}/instruments", $"iban-{promoter.Id}",
            new { method = "iban", iban = promoter.Iban, currency = "EUR" }, ct);
        var balance = await GetAsync<Balance>("/v1/balances/EUR", ct);
        if (decimal.Parse(balance.Available, CultureInfo.InvariantCulture) < share)
        {
            throw new InvalidOperationException($"Share of event {eventId} waits for funds.");
        }
        var payout = await PostAsync<Payout>("/v1/payouts", $"share-{eventId}-{promoter.Id}", new
        {
            payee_id = payee.Id,
            instrument_id = instrument.Id,
            source_amount = share.ToString("0.00", CultureInfo.InvariantCulture),
            source_currency = "EUR",
        }, ct);
        return payout.Id;
    }

    public async IAsyncEnumerable<Payout> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var page = await GetAsync<PayoutPage>(
                "/v1/payouts?limit=100" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)), ct);
            foreach (var payout in page.Data)
            {
                yield return payout;
            }
            cursor = page.HasMore ? page.NextCursor : null;
        }
        while (cursor is not null);
    }

    private Task<T> GetAsync<T>(string path, CancellationToken ct) =>
        SendAsync<T>(new HttpRequestMessage(HttpMethod.Get, path), ct);

    private Task<T> PostAsync<T>(string path, string key, object body, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return SendAsync<T>(request, ct);
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, CancellationToken ct)
    {
        using var response = await http.SendAsync(request, ct);
        response.Headers.TryGetValues("X-Request-ID", out var ids);
        logger.LogInformation("Anton {Method} {Path} {Status} {RequestId}",
            request.Method, request.RequestUri?.AbsolutePath, (int)response.StatusCode, ids?.FirstOrDefault());
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<T>(ct))!;
    }
}
