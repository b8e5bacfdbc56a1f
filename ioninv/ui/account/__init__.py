"""My account: one's own password, sessions and API tokens."""
