"""The program `spacenews`: one file a noun or verb, and the few things that all of them share."""

from spacenews.cli.program import main

__all__ = ["main"]
