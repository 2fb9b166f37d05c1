"""The name of the rules: it is stored with every reading, so that an edit of ours is never taken for the newsroom's."""

from __future__ import annotations

# Raised whenever any page might be read differently; the archive then reads old captures again before it compares.
RULES = 1
READER = f"{RULES}"
