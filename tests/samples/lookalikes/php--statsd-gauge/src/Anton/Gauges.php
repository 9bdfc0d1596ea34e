<?php
// Floats for StatsD only; nothing is paid from them.

declare(strict_types=1);

namespace Acme\Anton;

final class Gauges
{
    public function __construct(private readonly AntonClient $anton, private readonly object $statsd)
    {
    }

    public function observe(string $currency): void
    {
        $balance = $this->anton->get('/v1/balances/' . $currency);
        $this->statsd->gauge('anton.available', (float) $balance['available']);
    }
}
