<?php

/**
 * Runs one of the vendor's samples as it stands, with what a Laravel application would bring.
 *
 *     php bootstrap.php SAMPLE.php
 *
 * The samples hold the vendor's text, letter for letter. What an integrator would change is
 * replaced here, before the sample runs: the base URL, the instance and the token, and for a
 * validation the code that was received. Prints what the sample logs and what it was answered.
 */

declare(strict_types=1);

error_reporting(E_ALL & ~E_DEPRECATED);
ini_set('display_errors', 'stderr');

// Debian's packages: each has an autoloader of its own, and this one brings the others along.
require_once 'GuzzleHttp/autoload.php';
require_once 'Illuminate/Http/autoload.php';

use Illuminate\Http\Client\Factory;
use Illuminate\Support\Facades\Facade;

/** Laravel's helper that writes to the application's log. */
function info(string $message): void
{
    echo "info: $message\n";
}

function setting(string $name): string
{
    $value = getenv($name);
    if ($value === false || $value === '') {
        fwrite(STDERR, "$name is not set\n");
        exit(2);
    }
    return $value;
}

// A facade asks its application for one service, by name; nothing else of Laravel is needed.
Facade::setFacadeApplication([Factory::class => new Factory()]);

$changes = [
    'https://app.hypersender.com/api/otp/v2' => setting('OTP_BASE_URL'),
    '{instance}' => setting('OTP_INSTANCE'),
    'YOUR_API_TOKEN' => setting('OTP_TOKEN'),
];
if (getenv('OTP_CODE') !== false) {
    $changes['439713'] = setting('OTP_CODE');
}
$sample = file_get_contents($argv[1]);
$ready = tempnam(sys_get_temp_dir(), 'otp');
file_put_contents($ready, strtr($sample, $changes));
try {
    require $ready;
} finally {
    unlink($ready);
}

echo 'status: ', $response->status(), "\n";
echo 'answer: ', json_encode($result, JSON_UNESCAPED_SLASHES), "\n";
