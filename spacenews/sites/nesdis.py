"""NOAA's satellite service: Drupal; the day is printed without any markup that says so."""

from spacenews.specs import Layout, Site, Source

SITE = Site(
    key="nesdis",
    name="NESDIS",
    home="https://www.nesdis.noaa.gov/",
    timezone="America/New_York",
    language="en",
    sources=(Source(kind="listing", url="https://www.nesdis.noaa.gov/news-events/search-news"),),
    article_url=r"https://www\.nesdis\.noaa\.gov/news/[a-z0-9%-]+",
    layouts=(
        Layout(
            name="drupal-news",
            marker="body.page-node-news .news-date",
            title="#main-content h1",
            published=".news-date",
            body=".content--well",
            drop=(".paragraph--type--image", ".paragraph--type--call-to-action", ".caption"),
        ),
    ),
    verified="captured",
)
