"""The find box in the header of every page."""
