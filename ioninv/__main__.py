"""`python -m ioninv` is the command line."""

from ioninv.cli import main

main()
