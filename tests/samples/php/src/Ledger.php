<?php

declare(strict_types=1);

namespace Acme;

use PDO;
use PDOException;

final class Ledger
{
    public function __construct(private readonly PDO $pdo)
    {
    }

    public static function connect(string $dsn): self
    {
        while (true) {
            try {
                return new self(new PDO($dsn));
            } catch (PDOException) {
                sleep(1);
            }
        }
    }

    public function set(string $settlementId, string $state): void
    {
        $this->pdo->prepare('UPDATE settlements SET state = ? WHERE id = ?')->execute([$state, $settlementId]);
    }

    /** Stores the id of an event. False where it was stored before. */
    public function remember(string $eventId): bool
    {
        $statement = $this->pdo->prepare('INSERT INTO anton_events (id) VALUES (?) ON CONFLICT (id) DO NOTHING');
        $statement->execute([$eventId]);

        return $statement->rowCount() === 1;
    }

    public function atomically(callable $work): void
    {
        $this->pdo->beginTransaction();
        try {
            $work();
            $this->pdo->commit();
        } catch (\Throwable $e) {
            $this->pdo->rollBack();
            throw $e;
        }
    }
}
