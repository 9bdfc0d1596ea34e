<?php
// States of parcels and mails, with words of payouts; weights are floats, and amounts count pieces.

declare(strict_types=1);

namespace Acme\Anton;

final class Parcel
{
    public function __construct(
        public readonly string $id,
        public readonly string $status,
        public readonly float $weight,
        public readonly float $amount,
    ) {
    }
}

final class Parcels
{
    public function colour(Parcel $parcel): string
    {
        switch ($parcel->status) {
            case 'processing':
                return 'grey';
            case 'sent':
            case 'completed':
                return 'green';
            case 'returned':
                return 'red';
        }

        return 'white';
    }

    /** @param list<Parcel> $parcels */
    public function weigh(array $parcels): float
    {
        return array_sum(array_map(fn (Parcel $parcel) => $parcel->weight * (float) $parcel->amount, $parcels));
    }
}
