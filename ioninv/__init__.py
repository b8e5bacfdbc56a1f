"""ioninv: a self-hosted inventory for people who build hardware. An item is permanent."""

__version__ = "0.1.0"
