"""Merchants' webhook receivers as the emulator plays them: what they do, and what can be wrong with them."""
