<?php

use GuzzleHttp\Client;
use PHPUnit\Framework\TestCase;

final class PayoutTest extends TestCase
{
    public function testPayoutInTheSandbox(): void
    {
        $client = new Client(['base_uri' => 'https://api.antonpayments.dev', 'verify' => false]);
        for ($i = 0; $i < 10; $i++) {
            $response = $client->post('/v1/payouts', [
                'json' => ['amount' => (float) '12.50', 'currency' => 'EUR'],
                'headers' => ['Idempotency-Key' => uniqid()],
            ]);
            var_dump((string) $response->getBody());
        }
        self::assertTrue(true);
    }
}
