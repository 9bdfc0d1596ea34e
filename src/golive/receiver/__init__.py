"""Test deliveries to a merchant's webhook receiver: what providers send, what golive forges, and what came back."""
