"""JAXA: pages made by hand from one pattern, described by public scrapers; a list a year, the day in the address."""

from spacenews.specs import Layout, Site, Source

HOME = "https://global.jaxa.jp/"
YEARS = range(2003, 2027)

SITE = Site(
    key="jaxa",
    name="JAXA",
    home=HOME,
    timezone="Asia/Tokyo",
    language="en",
    sources=(
        Source(kind="feed", url=f"{HOME}rss/press.rdf"),
        *(Source(kind="listing", url=f"{HOME}press/{year}/") for year in YEARS),
    ),
    article_url=r"https://global\.jaxa\.jp/press/\d{4}/\d{2}/[\w-]+\.html",
    layouts=(Layout(name="press", marker=".area_content_main_pad", body=".area_content_main_pad", drop=("h1", "h2")),),
    verified="draft",
)
