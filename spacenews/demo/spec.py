"""The spec of the embedded site: read by text and structure alone, so that it holds for all three markups."""

from __future__ import annotations

from spacenews.demo.lexicon import SITE_NAME, TIMEZONE
from spacenews.specs import Layout, Site, css, first, labelled, line, wordpress


def demo_site(base_url: str, key: str = "demo") -> Site:
    """Return the spec of the site at an address such as `http://127.0.0.1:8080/`.

    Raises:
        SpecError: The key or the address cannot be a site's.
    """
    return Site(
        key=key,
        name=SITE_NAME,
        home=base_url,
        timezone=TIMEZONE,
        language="en",
        sources=wordpress.sources(base_url, more="full story"),
        layouts=(
            Layout(
                name="by-text",
                marker="body",
                published=line(r"[A-Z][a-z]+ \d{1,2}, \d{4}", before="More from this category:"),
                categories=first(css("a[rel~=category]"), labelled("Categories:")),
                cut=("More from this category:",),
            ),
        ),
        verified="rebuilt",
    )


def spec_text(base_url: str, key: str = "demo") -> str:
    """Return the same as the text of a file `<key>.py`, for a folder that `--sites` names."""
    return _TEXT.format(key=key, name=SITE_NAME, home=base_url, timezone=TIMEZONE)


_TEXT = '''"""{name}: the embedded demo site, read by text and structure alone."""

from spacenews.specs import Layout, Site, css, first, labelled, line, wordpress

SITE = Site(
    key="{key}",
    name="{name}",
    home="{home}",
    timezone="{timezone}",
    language="en",
    sources=wordpress.sources("{home}", more="full story"),
    layouts=(
        Layout(
            name="by-text",
            marker="body",
            published=line(r"[A-Z][a-z]+ \\d{{1,2}}, \\d{{4}}", before="More from this category:"),
            categories=first(css("a[rel~=category]"), labelled("Categories:")),
            cut=("More from this category:",),
        ),
    ),
    verified="rebuilt",
)
'''
