"""Is this payment integration ready for production, and how do we know."""

__version__ = "0.1.0"
