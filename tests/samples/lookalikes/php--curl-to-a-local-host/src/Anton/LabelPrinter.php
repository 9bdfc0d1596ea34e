<?php
// A label printer on our own network, by cURL without verification, in Anton's folder.

declare(strict_types=1);

namespace Acme\Anton;

final class LabelPrinter
{
    public function print(string $payoutId): int
    {
        $ch = curl_init('https://printer.intern.example/labels');
        curl_setopt($ch, CURLOPT_SSL_VERIFYPEER, false);
        curl_setopt($ch, CURLOPT_SSL_VERIFYHOST, 0);
        curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['payout' => $payoutId]));
        curl_exec($ch);

        return (int) curl_getinfo($ch, CURLINFO_RESPONSE_CODE);
    }
}
