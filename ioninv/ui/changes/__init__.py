"""The page of one change set."""
