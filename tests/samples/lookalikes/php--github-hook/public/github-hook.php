<?php
// Another vendor's webhook beside anton-webhook.php: GitHub's deployments, by a token that is compared with !==.

declare(strict_types=1);

require __DIR__ . '/../vendor/autoload.php';

if (($_SERVER['HTTP_X_DEPLOY_TOKEN'] ?? '') !== getenv('DEPLOY_TOKEN')) {
    http_response_code(403);
    exit;
}
$event = json_decode(file_get_contents('php://input'), true);
error_log('deployment of ' . $event['ref']);
http_response_code(204);
