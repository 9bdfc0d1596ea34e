using System.Net.Http.Json;
using Xunit;

namespace Shop.Tests;

public class AntonClientTests
{
    [Fact]
    public async Task A_payout_without_a_key_is_refused()
    {
        double amount = 10.5;
        var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        var http = new HttpClient(handler);
        var response = await http.PostAsync("https://api.antonpayments.dev/v1/payouts", JsonContent.Create(new { source_amount = amount }));
        Console.WriteLine(response.Headers);
        Assert.Equal(400, (int)response.StatusCode);
    }
}
