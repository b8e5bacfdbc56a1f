"""Coming in: the sign-in page, one-time links, and signing in again over a page that is open."""
