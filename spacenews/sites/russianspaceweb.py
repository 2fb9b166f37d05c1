"""RussianSpaceWeb: pages written by hand, each with the day of its last change in its footer."""

from spacenews.specs import Site, handwritten

SITE = Site(
    key="russianspaceweb",
    name="RussianSpaceWeb.com",
    home="https://www.russianspaceweb.com/",
    timezone="America/New_York",
    language="en",
    sources=handwritten.sources("https://www.russianspaceweb.com/"),
    article_url=r"https://www\.russianspaceweb\.com/(?!index\b)[\w-]+\.html",
    verified="draft",
)
