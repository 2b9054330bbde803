<?php

use Illuminate\Support\Facades\Http;

$response = Http::withToken('YOUR_API_TOKEN')
    ->post('https://app.hypersender.com/api/otp/v2/{instance}/request-code', [
        'chatId' => '20123456789@c.us',
        'length' => 6,
        'useLetter' => false,
        'useNumber' => true,
        'name' => 'YourAppName',
        'expires' => 1800,
    ]);

$result = $response->json();
$otpData = $result['data'] ?? null;

// Example: log or store uuid and status
info('OTP uuid: ' . ($otpData['uuid'] ?? ''));
