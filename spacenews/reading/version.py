"""The name of who reads: it is stored with every reading, so that an edit of ours is never taken for the newsroom's."""

from __future__ import annotations

from spacenews.specs.site import Site

# Raised whenever any page might be read differently; the archive then reads old captures again before it compares.
RULES = 2
READER = f"{RULES}"
"""The rules that all sites share; who reads a site is these and its spec."""


def reader_of(site: Site) -> str:
    """Return who reads the pages of a site: the version of the rules, the spec's key, and a digest of the spec.

    Such as `2+orbitdaily-3fa2c1d0`. It changes when the rules or the spec do, and only then.
    """
    return f"{READER}+{site.key}-{site.digest}"
