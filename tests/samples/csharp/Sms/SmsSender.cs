namespace Shop.Sms;

/// <summary>Tells a customer that a parcel is on its way, by another vendor.</summary>
public sealed class SmsSender
{
    private static readonly HttpClient Http = new(new HttpClientHandler
    {
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    });

    public async Task SendAsync(string number, string text)
    {
        for (;;)
        {
            var response = await Http.PostAsync(
                "https://sms.intern.example/messages",
                new FormUrlEncodedContent(new Dictionary<string, string> { ["to"] = number, ["text"] = text }));
            if (response.IsSuccessStatusCode)
            {
                return;
            }
        }
    }
}
