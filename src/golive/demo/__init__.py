"""Made-up merchants to try golive on, one folder per provider: a sound one, and what is changed to spoil it."""
