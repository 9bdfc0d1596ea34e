"""Read-only views of the merchant's repository: its files, and the credentials in them."""
