"""People, their roles, everybody's tokens and the sign-in log: sections of the settings."""
