<?php

declare(strict_types=1);

namespace Acme\Anton;

/** What the states of a payout mean to us. */
final class PayoutStatus
{
    public static function outcome(string $status): string
    {
        return match ($status) {
            'screening', 'pending_approval', 'processing', 'sent' => 'pending',
            'completed' => 'paid',
            'failed', 'cancelled' => 'unpaid',
            'returned' => 'returned',
            default => 'to be looked at',
        };
    }
}
