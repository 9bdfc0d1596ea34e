using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Shop.Anton;

namespace Shop.Webhooks;

[ApiController]
[Route("webhooks/anton")]
public sealed class AntonWebhookController(
    SignatureVerifier verifier,
    IEventLog events,
    ILogger<AntonWebhookController> logger) : ControllerBase
{
    [HttpPost]
    public async Task<IActionResult> Receive(
        [FromHeader(Name = "X-Webhook-Signature")] string signature,
        [FromHeader(Name = "X-Webhook-Timestamp")] string timestamp,
        CancellationToken cancel)
    {
        using var buffer = new MemoryStream();
        await Request.Body.CopyToAsync(buffer, cancel);
        var body = buffer.ToArray();
        if (!verifier.IsGenuine(signature, timestamp, body))
        {
            return Unauthorized();
        }
        using var delivery = JsonDocument.Parse(body);
        var eventId = delivery.RootElement.GetProperty("id").GetString()!;
        if (!events.TryAdd(eventId))
        {
            return Ok();
        }
        var payout = delivery.RootElement.GetProperty("data");
        var outcome = PayoutStatus.ToOutcome(payout.GetProperty("status").GetString());
        events.Settle(payout.GetProperty("id").GetString()!, outcome);
        logger.LogInformation("anton event {EventId}", eventId);
        return NoContent();
    }
}
