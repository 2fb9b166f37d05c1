"""The words that a site is described in, the rules that specs are written with, and the registry that finds specs."""

from spacenews.specs.families import FAMILIES, Family, handwritten, wordpress
from spacenews.specs.layout import FIELDS, Layout
from spacenews.specs.page import Page, Rule
from spacenews.specs.registry import SpecRegistry
from spacenews.specs.rules import css, first, json_ld, labelled, line, meta
from spacenews.specs.site import Site
from spacenews.specs.source import Source

__all__ = [
    "FAMILIES",
    "FIELDS",
    "Family",
    "Layout",
    "Page",
    "Rule",
    "Site",
    "Source",
    "SpecRegistry",
    "css",
    "first",
    "handwritten",
    "json_ld",
    "labelled",
    "line",
    "meta",
    "wordpress",
]
