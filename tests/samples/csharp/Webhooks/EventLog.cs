using System.Collections.Concurrent;
using Shop.Anton;

namespace Shop.Webhooks;

public interface IEventLog
{
    /// <summary>Remembers an event. False where it was known.</summary>
    bool TryAdd(string eventId);

    void Settle(string payoutId, Outcome outcome);
}

public sealed class MemoryEventLog : IEventLog
{
    private readonly ConcurrentDictionary<string, byte> _seen = new();
    private readonly ConcurrentDictionary<string, Outcome> _outcomes = new();

    public bool TryAdd(string eventId) => _seen.TryAdd(eventId, 0);

    public void Settle(string payoutId, Outcome outcome) => _outcomes[payoutId] = outcome;
}
