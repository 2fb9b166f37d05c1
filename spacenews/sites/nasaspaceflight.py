"""NASASpaceflight.com: WordPress, described by public scrapers; an article has its month in its address."""

from spacenews.specs import Site, wordpress

SITE = Site(
    key="nasaspaceflight",
    name="NASASpaceflight.com",
    home="https://www.nasaspaceflight.com/",
    timezone="America/New_York",
    language="en",
    sources=wordpress.sources("https://www.nasaspaceflight.com/"),
    article_url=r"https://www\.nasaspaceflight\.com/\d{4}/\d{2}/[a-z0-9%-]+/",
    verified="draft",
)
