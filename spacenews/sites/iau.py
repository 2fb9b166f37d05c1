"""International Astronomical Union: pictures, whose day stands in the list beside them; press releases, notices."""

from spacenews.specs import Layout, Site, Source

HOME = "https://www.iau.org/"
PAGES = ("news/pressreleases/", "news/announcements/", "public/images/")

SITE = Site(
    key="iau",
    name="IAU",
    home=HOME,
    timezone="Europe/Paris",
    language="en",
    sources=tuple(Source(kind="listing", url=HOME + each) for each in PAGES),
    article_url=r"https://www\.iau\.org/(?:news/(?:pressreleases|announcements)|public/images)/detail/[a-z0-9-]+/",
    layouts=(
        Layout(
            name="picture",
            marker="#twocolumns > div > .archive_image + #main-page-grey",
            title="#twocolumns h1",
            published=".info-list-title:contains('Release date:') + br + .info-list-value",
            categories=".info-list-value a[href*='/archive/category/']",
            body="#main-page-grey",
            drop=(".credit",),
            cut=("Credit:",),
        ),
    ),
    verified="captured",
)
