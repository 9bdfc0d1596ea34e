using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Webhooks;

/// <summary>Tells Anton's deliveries from forged and from old ones.</summary>
public sealed class SignatureVerifier(string secret, TimeProvider clock)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    public bool IsGenuine(string signature, string timestamp, byte[] body)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return false;
        }
        var age = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (age.Duration() > Tolerance)
        {
            return false;
        }
        var signed = Encoding.UTF8.GetBytes($"{timestamp}.").Concat(body).ToArray();
        var digest = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        var expected = $"v1={Convert.ToHexString(digest).ToLowerInvariant()}";
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }
}
