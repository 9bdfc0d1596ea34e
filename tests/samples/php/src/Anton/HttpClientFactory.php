<?php

declare(strict_types=1);

namespace Acme\Anton;

use GuzzleHttp\Client as Guzzle;
use GuzzleHttp\Exception\ConnectException;
use GuzzleHttp\HandlerStack;
use GuzzleHttp\Middleware;
use GuzzleHttp\RequestOptions;
use Psr\Http\Message\RequestInterface;
use Psr\Http\Message\ResponseInterface;
use Throwable;

/** Makes the Guzzle client that talks to Anton: time limits and repetitions are decided here and nowhere else. */
final class HttpClientFactory
{
    private const MAX_RETRIES = 4;
    private const BASE_DELAY_MS = 500;
    private const MAX_DELAY_MS = 20_000;

    public static function create(Settings $settings): Guzzle
    {
        $stack = HandlerStack::create();
        $stack->push(Middleware::retry(self::decider(...), self::delay(...)));

        return new Guzzle([
            'base_uri' => $settings->baseUrl,
            'handler' => $stack,
            RequestOptions::CONNECT_TIMEOUT => 5,
            RequestOptions::TIMEOUT => 30,
            RequestOptions::HTTP_ERRORS => false,
            RequestOptions::HEADERS => [
                'Authorization' => 'Bearer ' . $settings->apiKey,
                'Accept' => 'application/json',
            ],
        ]);
    }

    private static function decider(
        int $retries,
        RequestInterface $request,
        ?ResponseInterface $response = null,
        ?Throwable $exception = null,
    ): bool {
        if ($retries >= self::MAX_RETRIES) {
            return false;
        }
        if ($exception instanceof ConnectException) {
            return true;
        }

        return $response !== null && ($response->getStatusCode() === 429 || $response->getStatusCode() >= 500);
    }

    /** Milliseconds to wait: what Anton says, or twice as long each time with some chance in it. */
    private static function delay(int $retries, ?ResponseInterface $response): int
    {
        $retryAfter = $response?->getHeaderLine('Retry-After') ?? '';
        if (ctype_digit($retryAfter)) {
            return 1000 * (int) $retryAfter;
        }
        $ceiling = min(self::MAX_DELAY_MS, self::BASE_DELAY_MS * 2 ** $retries);

        return random_int(intdiv($ceiling, 2), $ceiling);
    }
}
