// Doubles for the monitoring only; nothing is paid from them.
using System.Globalization;
using Prometheus;

namespace Shop.Anton;

public sealed class Gauges(AntonClient anton)
{
    private static readonly Gauge Available = Metrics.CreateGauge("anton_available", "What is there to pay with");

    public async Task ObserveAsync(CancellationToken cancel)
    {
        var balance = await anton.GetAsync("/v1/balances/EUR", cancel);
        Available.Set(double.Parse(balance.GetProperty("available").GetString()!, CultureInfo.InvariantCulture));
    }
}
