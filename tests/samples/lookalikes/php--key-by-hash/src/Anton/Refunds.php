<?php
// Keys are a hash of the refund; a random trace id stands beside them; amounts are whole cents until the end.

declare(strict_types=1);

namespace Acme\Anton;

use DomainException;
use Psr\Log\LoggerInterface;

final class Refunds
{
    public function __construct(private readonly AntonClient $anton, private readonly LoggerInterface $logger)
    {
    }

    public function refund(string $orderId, string $name, string $iban, int $cents): string
    {
        $trace = bin2hex(random_bytes(8));
        $amount = sprintf('%d.%02d', intdiv($cents, 100), $cents % 100);
        $balance = $this->anton->get('/v1/balances/EUR');
        if (bccomp($balance['available'], $amount, 2) < 0) {
            throw new DomainException("not enough for $orderId");
        }
        $payee = $this->anton->post('/v1/payees', ['display_name' => $name], self::key('payee', $orderId));
        $path = '/v1/payees/' . $payee['id'] . '/instruments';
        $instrument = $this->anton->post($path, ['method' => 'iban', 'iban' => $iban], self::key('iban', $orderId));
        $payout = $this->anton->post('/v1/payouts', [
            'payee_id' => $payee['id'],
            'instrument_id' => $instrument['id'],
            'amount' => $amount,
            'currency' => 'EUR',
        ], self::key('refund', $orderId));
        $this->logger->info('refunded', ['trace' => $trace, 'payout' => $payout['id'], 'status' => $payout['status']]);

        return $payout['id'];
    }

    private static function key(string ...$parts): string
    {
        return hash('sha256', implode('|', $parts));
    }
}
