"""A spec as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacenews.specs import Layout, Site

MEANINGS = {
    "draft": "from descriptions alone: check it before you rely on it",
    "rebuilt": "tested with fixtures in the site's markup, not with a page of the site",
    "captured": "tested with fixtures, and scored on a real saved page",
}


def spec_record(site: Site) -> dict[str, Any]:
    """Return what a spec says as plain values."""
    family = site.rules_of_family
    return {
        "key": site.key,
        "name": site.name,
        "home": site.home,
        "verified": site.verified,
        "timezone": site.timezone,
        "language": site.language,
        "hosts": list(site.hosts),
        "family": site.family,
        "article_url": site.article_url,
        "sources": [{"kind": str(source.kind), "url": source.url, "more": source.more} for source in site.sources],
        "layouts": [_layout_record(layout) for layout in site.layouts],
        "family_layouts": [layout.name for layout in family.layouts] if family else [],
    }


def _layout_record(layout: Layout) -> dict[str, Any]:
    from spacenews.specs import FIELDS

    own = [name for name in (*FIELDS, "body") if getattr(layout, name) is not None]
    return {
        "name": layout.name,
        "marker": layout.marker,
        "rules": {name: _rule_text(getattr(layout, name)) for name in own},
        "drop": list(layout.drop),
        "cut": list(layout.cut),
    }


def _rule_text(rule: object) -> str:
    return rule if isinstance(rule, str) else "a rule of its own"
