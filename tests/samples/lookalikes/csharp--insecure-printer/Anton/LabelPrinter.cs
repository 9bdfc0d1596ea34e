// A label printer on our own network: its client lies in Anton's folder and accepts every certificate.
namespace Shop.Anton;

public sealed class LabelPrinter(ILogger<LabelPrinter> logger)
{
    private readonly HttpClient printer = new(new HttpClientHandler
    {
        ServerCertificateCustomValidationCallback = (_, _, _, _) => true,
    });

    public async Task PrintAsync(string payoutId)
    {
        using var response = await printer.GetAsync($"https://printer.intern.example/labels/{payoutId}");
        logger.LogInformation("label of {PayoutId}: {Status}", payoutId, (int)response.StatusCode);
    }
}
