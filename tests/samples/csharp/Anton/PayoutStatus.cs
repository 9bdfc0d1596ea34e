namespace Shop.Anton;

/// <summary>What a payout's status means for the books.</summary>
public enum Outcome
{
    Open,
    Paid,
    Unpaid,
    Unknown,
}

public static class PayoutStatus
{
    public static Outcome ToOutcome(string? status) => status switch
    {
        "screening" or "pending_approval" or "processing" or "sent" => Outcome.Open,
        "completed" => Outcome.Paid,
        "failed" or "returned" or "cancelled" => Outcome.Unpaid,
        _ => Outcome.Unknown,
    };
}
