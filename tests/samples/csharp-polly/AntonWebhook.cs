using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tickets.Payouts;

public interface IEventLog
{
    /// <summary>Remembers an id; false when it was there.</summary>
    Task<bool> TryAddAsync(string id);

    Task SetStateAsync(string payout, string state);
}

public static class AntonWebhook
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static async Task<IResult> Receive(HttpRequest request, IConfiguration configuration, IEventLog log)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var header = request.Headers["Anton-Signature"].ToString();
        if (!IsValid(header, body, configuration["ANTON_WEBHOOK_SECRET"]!))
        {
            return Results.Unauthorized();
        }
        using var json = JsonDocument.Parse(body);
        var id = json.RootElement.GetProperty("id").GetString()!;
        if (!await log.TryAddAsync(id))
        {
            return Results.Ok();
        }
        var payout = json.RootElement.GetProperty("data");
        var state = payout.GetProperty("status").GetString() switch
        {
            "screening" or "pending_approval" or "processing" or "sent" => "open",
            "completed" => "paid",
            "failed" or "returned" or "cancelled" => "unpaid",
            _ => "review",
        };
        await log.SetStateAsync(payout.GetProperty("id").GetString()!, state);
        return Results.Ok();
    }

    private static bool IsValid(string header, string body, string secret)
    {
        var parts = header.Split(',').Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1]);
        if (!parts.TryGetValue("t", out var t) || !parts.TryGetValue("v1", out var v1) || !long.TryParse(t, out var seconds))
        {
            return false;
        }
        if ((DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Tolerance)
        {
            return false;
        }
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{t}.{body}"));
        return CryptographicOperations.FixedTimeEquals(mac, Convert.FromHexString(v1));
    }
}
