<?php

declare(strict_types=1);

namespace Acme\Anton;

use RuntimeException;

final class Settings
{
    public function __construct(
        public readonly string $baseUrl,
        #[\SensitiveParameter] public readonly string $apiKey,
        #[\SensitiveParameter] public readonly string $webhookSecret,
    ) {
    }

    public static function fromEnvironment(): self
    {
        return new self(
            self::read('ANTON_BASE_URL'),
            self::read('ANTON_API_KEY'),
            self::read('ANTON_WEBHOOK_SECRET'),
        );
    }

    private static function read(string $name): string
    {
        $value = getenv($name);
        if ($value === false || $value === '') {
            throw new RuntimeException("The environment variable $name is not set.");
        }

        return $value;
    }
}
