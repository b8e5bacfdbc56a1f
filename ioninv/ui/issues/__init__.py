"""Issues: their list and board, the one open beside it, and the dialogs that raise and resolve."""
