"""The command line: parsing, progress and exit codes only, one module per command."""
