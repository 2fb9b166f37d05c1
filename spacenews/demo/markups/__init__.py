"""How the site is printed: three themes of one text. The same words stand on the page in each of them."""

from __future__ import annotations

from collections.abc import Mapping

from spacenews.demo.markups.bare import Bare
from spacenews.demo.markups.block import BlockTheme
from spacenews.demo.markups.classic import Classic
from spacenews.demo.markups.markup import Listing, Markup, PlainPage, Shell, Teaser

MARKUPS: Mapping[str, Markup] = {markup.name: markup for markup in (Classic(), BlockTheme(), Bare())}

__all__ = ["MARKUPS", "Listing", "Markup", "PlainPage", "Shell", "Teaser"]
