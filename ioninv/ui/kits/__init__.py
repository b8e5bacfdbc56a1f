"""The Kits page."""
