using Polly;
using Shop.Anton;
using Shop.Webhooks;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<IEventLog, MemoryEventLog>();
builder.Services.AddSingleton(new SignatureVerifier(Required("ANTON_WEBHOOK_SECRET"), TimeProvider.System));
builder.Services.AddScoped<PayoutService>();
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
app.Run();

static string Required(string name) =>
    Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set");
