<?php

declare(strict_types=1);

namespace Acme\Anton;

final class WebhookVerifier
{
    private const TOLERANCE = 300;

    public function __construct(#[\SensitiveParameter] private readonly string $secret)
    {
    }

    public function isGenuine(string $header, string $body, int $now): bool
    {
        $parts = [];
        foreach (explode(',', $header) as $part) {
            [$name, $value] = array_pad(explode('=', trim($part), 2), 2, '');
            $parts[$name] = $value;
        }
        $timestamp = $parts['t'] ?? '';
        if (!ctype_digit($timestamp) || abs($now - (int) $timestamp) > self::TOLERANCE) {
            return false;
        }
        $expected = hash_hmac('sha256', $timestamp . '.' . $body, $this->secret);

        return hash_equals($expected, $parts['v1'] ?? '');
    }
}
