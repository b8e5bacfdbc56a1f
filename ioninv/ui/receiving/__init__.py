"""Receiving: scans at the dock, serials before arrival, and the order sheet."""
