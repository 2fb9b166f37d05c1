"""Readers of other makers behind one call, `read(html, url)`; each runs in an environment of its own.

NAME.py calls the library, NAME.txt names it, NAME.lock pins it with hashes (`make lock-peers` writes the locks).
"""
