"""The bot itself; see docs/architecture.md for which room each line lives in."""
