"""Use cases: one a file, each owning its transaction. The outside is reached through ports."""
