<?php

declare(strict_types=1);

namespace App\Payout;

use App\Entity\Prize;
use Psr\Log\LoggerInterface;
use Symfony\Component\DependencyInjection\Attribute\Autowire;
use Symfony\Component\HttpClient\HttpOptions;
use Symfony\Component\HttpClient\Retry\GenericRetryStrategy;
use Symfony\Component\HttpClient\RetryableHttpClient;
use Symfony\Contracts\HttpClient\HttpClientInterface;

final class AntonGateway
{
    private readonly HttpClientInterface $client;

    public function __construct(
        HttpClientInterface $client,
        private readonly LoggerInterface $logger,
        #[Autowire('%env(ANTON_BASE_URL)%')] string $baseUrl,
        #[Autowire('%env(ANTON_API_KEY)%')] string $apiKey,
    ) {
        $options = (new HttpOptions())->setBaseUri($baseUrl)->setAuthBearer($apiKey)->setTimeout(30)->setMaxDuration(60);
        $this->client = new RetryableHttpClient(
            $client->withOptions($options->toArray()),
            new GenericRetryStrategy([0, 429, 500, 502, 503, 504], 500, 2.0, 20_000, 0.5),
            4,
        );
    }

    public function award(Prize $prize): string
    {
        $payee = $this->post('/v1/payees', 'winner-' . $prize->winnerId, ['type' => 'individual', 'display_name' => $prize->winnerName]);
        $instrument = $this->post("/v1/payees/{$payee['id']}/instruments", 'account-' . $prize->winnerId, [
            'method' => 'iban',
            'iban' => $prize->iban,
            'currency' => $prize->currency,
        ]);
        $balance = $this->client->request('GET', "/v1/balances/{$prize->currency}")->toArray();
        if (bccomp($balance['available'], $prize->amount, 2) < 0) {
            throw new \RuntimeException("prize {$prize->id} waits for funds");
        }
        $payout = $this->post('/v1/payouts', 'prize-' . $prize->id, [
            'payee_id' => $payee['id'],
            'instrument_id' => $instrument['id'],
            'source_amount' => $prize->amount,
            'source_currency' => $prize->currency,
        ]);

        return $payout['id'];
    }

    /** @return array<string, mixed> */
    private function post(string $path, string $key, array $body): array
    {
        $response = $this->client->request('POST', $path, [
            'json' => $body,
            'headers' => ['Idempotency-Key' => $key],
        ]);
        $this->logger->info('anton', [
            'path' => $path,
            'status' => $response->getStatusCode(),
            'request' => $response->getHeaders(false)['x-request-id'][0] ?? null,
        ]);

        return $response->toArray();
    }

    /** @return list<array{id: string, status: string}> */
    public function all(): array
    {
        $all = [];
        $query = ['limit' => 100];
        while (true) {
            $page = $this->client->request('GET', '/v1/payouts', ['query' => $query])->toArray();
            array_push($all, ...$page['data']);
            if (!$page['has_more']) {
                return $all;
            }
            $query['cursor'] = $page['next_cursor'];
        }
    }
}
