<?php

declare(strict_types=1);

namespace Acme\Anton;

use Acme\Ledger;
use Acme\Settlement;
use DomainException;

final class PayoutService
{
    public function __construct(private readonly AntonClient $anton, private readonly Ledger $ledger)
    {
    }

    /** Pays a settlement out, and only once: the key belongs to the settlement. */
    public function pay(Settlement $settlement): string
    {
        $balance = $this->anton->get('/v1/balances/' . $settlement->currency);
        if (bccomp($balance['available'], $settlement->amount, 2) < 0) {
            throw new DomainException("The balance does not cover settlement {$settlement->id}.");
        }

        $payeeId = $this->createPayee($settlement);
        $instrumentId = $this->createInstrument($settlement, $payeeId);

        $payout = $this->anton->post('/v1/payouts', [
            'payee_id' => $payeeId,
            'instrument_id' => $instrumentId,
            'amount' => bcadd($settlement->amount, '0', 2),
            'currency' => $settlement->currency,
            'reference' => $settlement->id,
        ], 'payout-' . $settlement->id);

        return $payout['id'];
    }

    /** Brings all settlements up to date, in case a webhook got lost. */
    public function reconcile(): void
    {
        foreach ($this->anton->all('/v1/payouts') as $payout) {
            $this->ledger->set($payout['reference'], PayoutStatus::outcome($payout['status']));
        }
    }

    private function createPayee(Settlement $settlement): string
    {
        $payee = $this->anton->post('/v1/payees', [
            'type' => 'business',
            'display_name' => $settlement->sellerName,
            'country' => $settlement->country,
            'external_ref' => $settlement->sellerId,
        ], 'payee-' . $settlement->sellerId);

        return $payee['id'];
    }

    private function createInstrument(Settlement $settlement, string $payeeId): string
    {
        $instrument = $this->anton->post("/v1/payees/{$payeeId}/instruments", [
            'method' => 'iban',
            'currency' => $settlement->currency,
            'country' => $settlement->country,
            'iban' => $settlement->iban,
        ], "instrument-{$settlement->sellerId}-{$settlement->currency}");

        return $instrument['id'];
    }
}
