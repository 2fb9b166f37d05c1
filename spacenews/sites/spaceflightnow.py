"""Spaceflight Now: WordPress, described by public scrapers; an article has its day in its address."""

from spacenews.specs import Layout, Site, Source, wordpress

SITE = Site(
    key="spaceflightnow",
    name="Spaceflight Now",
    home="https://spaceflightnow.com/",
    timezone="America/New_York",
    language="en",
    sources=(
        *wordpress.sources("https://spaceflightnow.com/"),
        Source(kind="listing", url="https://spaceflightnow.com/category/news-archive/"),
    ),
    article_url=r"https://spaceflightnow\.com/\d{4}/\d{2}/\d{2}/[a-z0-9%-]+/",
    layouts=(Layout(name="mh-theme", marker="body.single .entry-content", body=".entry-content"),),
    verified="draft",
)
