"""The providers: one folder each, offering a value named `PROVIDER`."""
