<?php

declare(strict_types=1);

namespace App\Controller;

use App\Entity\Prize;
use Doctrine\DBAL\Connection;
use Doctrine\DBAL\Exception\UniqueConstraintViolationException;
use Symfony\Component\Clock\ClockInterface;
use Symfony\Component\DependencyInjection\Attribute\Autowire;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\Routing\Attribute\Route;

final class AntonController
{
    public function __construct(
        private readonly Connection $db,
        private readonly ClockInterface $clock,
        #[Autowire('%env(ANTON_WEBHOOK_SECRET)%')] private readonly string $secret,
    ) {
    }

    #[Route('/anton/events', methods: ['POST'])]
    public function receive(Request $request): Response
    {
        $body = $request->getContent();
        if (!$this->isGenuine($request->headers->get('Anton-Signature', ''), $body)) {
            return new Response('', Response::HTTP_UNAUTHORIZED);
        }
        $event = json_decode($body, true, flags: JSON_THROW_ON_ERROR);
        try {
            $this->db->insert('anton_event', ['id' => $event['id']]);
        } catch (UniqueConstraintViolationException) {
            return new Response('', Response::HTTP_OK);
        }
        $this->db->update('prize', ['state' => $this->state($event['data']['status'])], ['payout' => $event['data']['id']]);

        return new Response('', Response::HTTP_NO_CONTENT);
    }

    private function state(string $status): string
    {
        switch ($status) {
            case 'screening':
            case 'pending_approval':
            case 'processing':
            case 'sent':
                return 'open';
            case 'completed':
                return 'paid';
            case 'failed':
            case 'returned':
            case 'cancelled':
                return 'unpaid';
            default:
                return 'review';
        }
    }

    private function isGenuine(string $header, string $body): bool
    {
        if (preg_match('/^t=(\d+),v1=([0-9a-f]{64})$/', $header, $m) !== 1) {
            return false;
        }
        [, $t, $v1] = $m;
        if (abs($this->clock->now()->getTimestamp() - (int) $t) > 300) {
            return false;
        }

        return hash_equals(hash_hmac('sha256', "$t.$body", $this->secret), $v1);
    }
}
