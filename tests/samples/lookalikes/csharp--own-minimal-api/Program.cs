// The merchant's own API has /v1/payouts too, beside the wiring of the Anton client; a search host is not verified.
using Polly;
using Shop.Anton;
using Shop.Webhooks;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<IEventLog, MemoryEventLog>();
builder.Services.AddSingleton(new SignatureVerifier(Required("ANTON_WEBHOOK_SECRET"), TimeProvider.System));
builder.Services.AddScoped<PayoutService>();
builder.Services
    .AddHttpClient("search", client => client.BaseAddress = new Uri("https://search.intern.example"))
    .ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler
    {
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    });
builder.Services
    .AddHttpClient<AntonClient>(client =>
    {
        client.BaseAddress = new Uri(Required("ANTON_BASE_URL"));
        client.Timeout = TimeSpan.FromMinutes(3);
        client.DefaultRequestHeaders.Authorization = new("Bearer", Required("ANTON_API_KEY"));
    })
    .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) })
    .AddPolicyHandler(AntonPolicies.Retry())
    .AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(TimeSpan.FromSeconds(30)));
builder.Services.AddControllers();

var app = builder.Build();
app.MapControllers();
app.MapPost("/v1/payouts", (string settlementId) => Results.Accepted(value: settlementId));
app.MapGet("/v1/payouts", async (PayoutService payouts, int offset, CancellationToken cancel) =>
{
    var all = await payouts.AllAsync(cancel);
    return Results.Ok(new { data = all.Skip(offset).Take(10), share = (double)offset / all.Count });
});
app.Run();

static string Required(string name) =>
    Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set");
