using System.Net;
using Polly;
using Polly.Contrib.WaitAndRetry;
using Polly.Extensions.Http;
using Tickets.Payouts;

var builder = WebApplication.CreateBuilder(args);

builder.Services
    .AddHttpClient<AntonClient>(client =>
    {
        client.BaseAddress = new Uri(builder.Configuration["ANTON_BASE_URL"]!);
        client.DefaultRequestHeaders.Authorization = new("Bearer", builder.Configuration["ANTON_API_KEY"]);
        client.Timeout = TimeSpan.FromSeconds(100);
    })
    .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) })
    .AddPolicyHandler(RateLimited())
    .AddPolicyHandler(HttpPolicyExtensions
        .HandleTransientHttpError()
        .WaitAndRetryAsync(Backoff.DecorrelatedJitterBackoffV2(TimeSpan.FromMilliseconds(500), 4)))
    .AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(20));
builder.Services.AddScoped<IEventLog, SqlEventLog>();

var app = builder.Build();
app.MapPost("/webhooks/anton", AntonWebhook.Receive);
app.Run();

static IAsyncPolicy<HttpResponseMessage> RateLimited() => Policy
    .HandleResult<HttpResponseMessage>(r => r.StatusCode == HttpStatusCode.TooManyRequests)
    .WaitAndRetryAsync(
        3,
        (_, outcome, _) => outcome.Result?.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(5),
        (_, _, _, _) => Task.CompletedTask);
