"""A placeholder stays quiet, a random value never does."""

from __future__ import annotations

import random
import string

import pytest

from golive.repository.placeholders import is_placeholder

PLACEHOLDERS = [
    "xxxxxxxxxxxxxxxx",
    "XXXXXXXXXXXXXXXXXXXXXXXX",
    "xxxx-xxxx-xxxx-xxxx",
    "YOUR_KEY_HERE",
    "your-live-key-here",
    "yourkeyhere12345",
    "your_api_key",
    "replace_me_before_launch",
    "CHANGEME_CHANGEME",
    "changeme1234567",
    "change-me-please",
    "example4f8a9b2c7d1e6035",
    "EXAMPLE0a1b2c3d4e5f",
    "4f8a9b2c7d1eEXAMPLE",
    "placeholder_0001",
    "dummy_key_for_ci_1",
    "fake_1a2b3c4d5e6f7a8b",
    "sample_key_9f3kd02m",
    "redacted_redacted",
    "test_key_for_unit_tests",
    "insert_key_here_1",
    "0123456789abcdef",
    "1234567890123456",
    "1234567890abcdef1234567890abcdef",
    "abcdefghijklmnop",
    "aaaaaaaaaaaaaaaa",
    "00000000000000000000000000000000",
    "abc123abc123abc123",
    "abc123def456ghi789",
    "a1b2c3d4e5f6g7h8i9j0",
    "1a2b3c4d5e6f7a8b9c0d",
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
    "deadbeefdeadbeefdeadbeefdeadbeef",
    "deadbeefcafebabe",
    "qwertyuiopasdfgh",
    "my_secret_api_key",
    "secretkeygoeshere",
    "the_real_key_is_in_vault",
    "session_token_refresh",
    "KeyFromEnvironment",
    "prefix_constant_name",
    "merchant_acme_2026",
    "fedcba9876543210",
    "4f8a9b2cxxxxxxxxxxxx",
    "foo_bar_baz_qux_quux",
    "key_id_1",
    "12345678-1234-1234-1234-123456789012",
    "__________________",
    "production-api-key-1",
    "API_KEY_LIVE_VALUE_1",
]

REAL = [
    "9f3kQ2xLab7ZpW0tRm5s",
    "4eC39HqLyjWDarjtT1zdp7dc",
    "b7c1f0e94a2d8356",
    "Kq7_mZ2x_Wv9d_Tn4h_Rb8s",
    "8c1e5f70a93b4d26e1f7",
    "hT9-kL2w-Qz7x-Vb3n",
    "zkwqvhtrmbxlcpdfgjsn",
    "A8FJ2KQ0ZP3MWX7D",
    "51Hn8xKCq2eZvKYlo2C9tq",
    "prod_9Kd72hQpLzX04mVt",
    "c4a8f21b07d9e653c1be0f8a7d264935",
    "q7w9e2r4t6y8u1i3o5p0",
    "Ab3Cd9Ef1Gh7Ij5Kl2Mn",
]


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_what_stands_for_a_key_is_a_placeholder(text):
    assert is_placeholder(text)


@pytest.mark.parametrize("text", REAL)
def test_what_could_be_a_key_is_none(text):
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("alphabet", "length"),
    [
        (string.ascii_letters + string.digits, 24),
        (string.ascii_lowercase + string.digits, 24),
        (string.ascii_letters + string.digits + "_-", 32),
        ("0123456789abcdef", 32),
        ("0123456789abcdef", 64),
        (string.ascii_uppercase + "234567", 26),
    ],
)
def test_a_random_value_is_never_taken_for_a_placeholder(alphabet, length):
    choice = random.Random(length).choice  # noqa: S311 - the same values each time
    values = ("".join(choice(alphabet) for _ in range(length)) for _ in range(400))
    assert [value for value in values if is_placeholder(value)] == []


def test_nothing_and_very_short_values_are_placeholders():
    assert is_placeholder("")
    assert is_placeholder("a8Kq2")
