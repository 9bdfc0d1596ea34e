<?php

declare(strict_types=1);

namespace Acme;

final class Settlement
{
    /** @param numeric-string $amount */
    public function __construct(
        public readonly string $id,
        public readonly string $sellerId,
        public readonly string $sellerName,
        public readonly string $country,
        public readonly string $currency,
        public readonly string $iban,
        public readonly string $amount,
    ) {
    }
}
