"""Purchasing: its page with orders, supply and shortage, and what other pages show of it."""
