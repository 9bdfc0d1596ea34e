"""What a credential can look like in bytes: one module for each way of telling."""
