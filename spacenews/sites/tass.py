"""TASS: its own CMS, described by public scrapers; the day stands in an element of its own, as epoch seconds."""

from spacenews.specs import Layout, Site, Source

SITE = Site(
    key="tass",
    name="TASS",
    home="https://tass.com/",
    timezone="Europe/Moscow",
    language="en",
    sources=(Source(kind="listing", url="https://tass.com/space-programs"),),
    article_url=r"https://tass\.com/[a-z-]+/\d+",
    layouts=(
        Layout(
            name="news",
            marker=".news-header, .text-content",
            published=".news-header dateformat::attr(time)",
            teaser=".news-header__lead",
            body=".text-content, div.text-block",
        ),
    ),
    verified="draft",
)
