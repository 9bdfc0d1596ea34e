<?php
// The merchant's own API has /v1/payouts too: Slim routes, with casts of counts and shares.

declare(strict_types=1);

use Acme\Anton\AntonClient;
use Psr\Http\Message\ResponseInterface;
use Psr\Http\Message\ServerRequestInterface;
use Slim\Factory\AppFactory;

require __DIR__ . '/../vendor/autoload.php';

$app = AppFactory::create();
$app->post('/v1/payouts', function (ServerRequestInterface $request, ResponseInterface $response) {
    error_log('a payout is asked for, no iban yet');
    return $response->withStatus(202);
});
$app->get('/v1/payouts', function (ServerRequestInterface $request, ResponseInterface $response) {
    $query = $request->getQueryParams();
    $offset = (int) ($query['offset'] ?? 0);
    $response->getBody()->write(json_encode(['offset' => $offset, 'share' => (float) $offset / 100.0]));
    return $response->withHeader('X-Client', AntonClient::class);
});
$app->run();
