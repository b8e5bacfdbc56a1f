"""Lot recall: every item of a lot, wherever it is, and one issue over all of them."""
