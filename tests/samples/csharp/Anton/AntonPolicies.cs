using System.Net;
using Polly;
using Polly.Contrib.WaitAndRetry;
using Polly.Extensions.Http;
using Polly.Timeout;

namespace Shop.Anton;

/// <summary>When a call of Anton's API is tried again, and how long it waits before.</summary>
public static class AntonPolicies
{
    private const int MaxRetries = 4;

    /// <summary>Network errors, 5xx and 429 are tried again, at most four times; no other 4xx is.</summary>
    public static IAsyncPolicy<HttpResponseMessage> Retry()
    {
        var delays = Backoff.DecorrelatedJitterBackoffV2(TimeSpan.FromMilliseconds(500), MaxRetries).ToList();
        return HttpPolicyExtensions
            .HandleTransientHttpError()
            .Or<TimeoutRejectedException>()
            .OrResult(response => response.StatusCode == HttpStatusCode.TooManyRequests)
            .WaitAndRetryAsync(
                MaxRetries,
                (attempt, outcome, _) => RetryAfter(outcome.Result) ?? delays[attempt - 1],
                (_, _, _, _) => Task.CompletedTask);
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage? response) => response?.Headers.RetryAfter?.Delta;
}
