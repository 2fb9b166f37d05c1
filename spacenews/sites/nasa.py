"""NASA: WordPress since 2023, described by public scrapers; news and releases are listed apart from the rest."""

from spacenews.specs import Layout, Site, Source, wordpress

SITE = Site(
    key="nasa",
    name="NASA",
    home="https://www.nasa.gov/",
    timezone="America/New_York",
    language="en",
    sources=(
        *wordpress.sources("https://www.nasa.gov/"),
        Source(kind="listing", url="https://www.nasa.gov/news/recently-published/"),
        Source(kind="feed", url="https://www.nasa.gov/news-release/feed/"),
    ),
    layouts=(Layout(name="hds", marker="body.single .entry-content", title="h1", body=".entry-content"),),
    verified="draft",
)
