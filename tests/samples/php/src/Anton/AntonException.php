<?php

declare(strict_types=1);

namespace Acme\Anton;

use RuntimeException;
use Throwable;

final class AntonException extends RuntimeException
{
    public function __construct(
        string $message,
        public readonly int $status,
        public readonly ?string $errorCode,
        ?Throwable $previous = null,
    ) {
        parent::__construct($message, $status, $previous);
    }
}
