#!/usr/bin/env php
<?php

declare(strict_types=1);

use Acme\Anton\AntonClient;
use Acme\Anton\HttpClientFactory;
use Acme\Anton\PayoutService;
use Acme\Anton\Settings;
use Acme\Ledger;
use Monolog\Handler\StreamHandler;
use Monolog\Logger;

require __DIR__ . '/../vendor/autoload.php';

$logger = new Logger('anton', [new StreamHandler('php://stderr')]);
$anton = new AntonClient(HttpClientFactory::create(Settings::fromEnvironment()), $logger);
(new PayoutService($anton, Ledger::connect(getenv('DATABASE_DSN'))))->reconcile();
