"""Build the page once, serve it from one port, and answer only those who should be answered."""
