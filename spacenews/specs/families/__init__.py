"""What many sites share because one CMS made them: one file a family."""

from __future__ import annotations

from collections.abc import Mapping

from spacenews.specs.families import handwritten, wordpress
from spacenews.specs.families.family import Family

FAMILIES: Mapping[str, Family] = {family.name: family for family in (wordpress.FAMILY, handwritten.FAMILY)}

__all__ = ["FAMILIES", "Family", "handwritten", "wordpress"]
