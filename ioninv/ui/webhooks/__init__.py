"""Settings › Webhooks: who is told of changes, and what came of telling them."""
