"""The command line: one file per feature, each a thin edge over the domain."""

from ioninv.cli.app import main

__all__ = ["main"]
