<?php

declare(strict_types=1);

use Acme\Anton\PayoutStatus;
use Acme\Anton\Settings;
use Acme\Anton\WebhookVerifier;
use Acme\Ledger;

require __DIR__ . '/../vendor/autoload.php';

$body = file_get_contents('php://input');
$verifier = new WebhookVerifier(Settings::fromEnvironment()->webhookSecret);
if (!$verifier->isGenuine($_SERVER['HTTP_ANTON_SIGNATURE'] ?? '', $body, time())) {
    error_log('anton webhook with a bad signature');
    http_response_code(401);
    exit;
}

$event = json_decode($body, true, 512, JSON_THROW_ON_ERROR);
$ledger = Ledger::connect(getenv('DATABASE_DSN'));
$ledger->atomically(function () use ($ledger, $event): void {
    if (!$ledger->remember($event['id'])) {
        return;
    }
    if (str_starts_with($event['type'], 'payout.')) {
        $ledger->set($event['data']['reference'], PayoutStatus::outcome($event['data']['status']));
    }
});
http_response_code(204);
