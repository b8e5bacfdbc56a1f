"""Settings: what an administrator decides for the whole house, one section for each matter."""
