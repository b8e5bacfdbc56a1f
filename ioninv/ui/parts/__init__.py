"""The part library: its page, and the dialogs that create and change parts."""
