// States of parcels and mails, with words of payouts; weights are doubles, and amounts count pieces.
namespace Shop.Anton;

public sealed record Parcel(string Id, string Status, double Weight, double Amount);

public static class Parcels
{
    public static string Colour(Parcel parcel)
    {
        switch (parcel.Status)
        {
            case "processing":
                return "grey";
            case "sent":
            case "completed":
                return "green";
            case "returned":
                return "red";
        }
        return "white";
    }

    public static double Weigh(IEnumerable<Parcel> parcels) => parcels.Sum(each => each.Weight * each.Amount);

    public static string? MailIcon(string status) => status == "sent" ? "ok" : status == "failed" ? "x" : null;
}
