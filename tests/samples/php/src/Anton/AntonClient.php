<?php

declare(strict_types=1);

namespace Acme\Anton;

use Generator;
use GuzzleHttp\ClientInterface;
use GuzzleHttp\Exception\GuzzleException;
use Psr\Log\LoggerInterface;

final class AntonClient
{
    private const PAGE_SIZE = 100;

    public function __construct(
        private readonly ClientInterface $http,
        private readonly LoggerInterface $logger,
    ) {
    }

    public function get(string $path, array $query = []): array
    {
        return $this->send('GET', $path, ['query' => $query]);
    }

    public function post(string $path, array $body, string $idempotencyKey): array
    {
        return $this->send('POST', $path, [
            'json' => $body,
            'headers' => ['Idempotency-Key' => $idempotencyKey],
        ]);
    }

    /** All objects of a list, from the first page to the last. */
    public function all(string $path): Generator
    {
        $query = ['limit' => self::PAGE_SIZE];
        do {
            $page = $this->get($path, $query);
            yield from $page['data'];
            $query['cursor'] = $page['next_cursor'] ?? null;
        } while ($page['has_more'] ?? false);
    }

    private function send(string $method, string $path, array $options): array
    {
        try {
            $response = $this->http->request($method, $path, $options);
        } catch (GuzzleException $e) {
            $this->logger->error('Anton did not answer', ['method' => $method, 'path' => $path, 'error' => $e::class]);
            throw new AntonException("$method $path: no answer", 0, null, $e);
        }
        $status = $response->getStatusCode();
        $this->logger->info('Anton answered', [
            'method' => $method,
            'path' => $path,
            'status' => $status,
            'request_id' => $response->getHeaderLine('X-Request-ID'),
        ]);
        $answer = json_decode((string) $response->getBody(), true) ?? [];
        if ($status >= 400) {
            throw new AntonException("$method $path: $status", $status, $answer['error']['code'] ?? null);
        }

        return $answer;
    }
}
