"""Arianespace: described by public scrapers of its older site."""

from spacenews.specs import Layout, Site, Source

HOME = "https://www.arianespace.com/"

SITE = Site(
    key="arianespace",
    name="Arianespace",
    home=HOME,
    timezone="Europe/Paris",
    language="en",
    sources=tuple(Source(kind="listing", url=HOME + each) for each in ("press-releases/", "corporate-news/")),
    layouts=(
        Layout(
            name="article-wrapper",
            marker="div.rte, p.article-wrapper__chapo",
            body="p.article-wrapper__chapo, div.rte",
        ),
    ),
    verified="draft",
)
