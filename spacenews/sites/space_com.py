"""Space.com: its publisher's own CMS, described by public scrapers."""

from spacenews.specs import Layout, Site, Source

SITE = Site(
    key="space_com",
    name="Space",
    home="https://www.space.com/",
    timezone="America/New_York",
    language="en",
    sources=(
        Source(kind="listing", url="https://www.space.com/news/"),
        Source(kind="feed", url="https://www.space.com/feeds/all"),
    ),
    layouts=(
        Layout(
            name="article-body",
            marker="div#article-body",
            body="div#article-body",
            drop=("aside", "nav", "form", ".newsletter-form__wrapper", "figure"),
        ),
    ),
    verified="draft",
)
