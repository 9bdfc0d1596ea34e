using System.Net.Http.Json;
using System.Text.Json;

namespace Shop.Anton;

/// <summary>An answer of Anton's that is not a success.</summary>
public sealed class AntonException(int status, string requestId)
    : Exception($"Anton answered {status} (request {requestId})")
{
    public int Status { get; } = status;
}

/// <summary>Calls Anton. What is tried again, and when, is in <see cref="AntonPolicies"/>.</summary>
public sealed class AntonClient(HttpClient http, ILogger<AntonClient> logger)
{
    public Task<JsonElement> GetAsync(string path, CancellationToken cancel) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancel);

    /// <summary>The caller makes the key of business data, so that it is the same however often this is tried.</summary>
    public Task<JsonElement> PostAsync(string path, object body, string idempotencyKey, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        return SendAsync(request, cancel);
    }

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using var response = await http.SendAsync(request, cancel);
        var requestId = response.Headers.TryGetValues("X-Request-ID", out var values) ? values.First() : "none";
        logger.LogInformation(
            "anton {Method} {Path} {Status} {RequestId}",
            request.Method,
            request.RequestUri?.AbsolutePath,
            (int)response.StatusCode,
            requestId);
        if (!response.IsSuccessStatusCode)
        {
            throw new AntonException((int)response.StatusCode, requestId);
        }
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
    }
}
