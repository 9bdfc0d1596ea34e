"""Checks that send test deliveries to the merchant's webhook receivers, and look at their TLS."""
