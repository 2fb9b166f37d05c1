"""ESA/Hubble: the pictures of the week, whose day stands in the table beside the picture; press releases, notices."""

from spacenews.specs import Layout, Site, Source

HOME = "https://esahubble.org/"

SITE = Site(
    key="esahubble",
    name="ESA/Hubble",
    home=HOME,
    timezone="Europe/Berlin",
    language="en",
    sources=tuple(Source(kind="listing", url=HOME + each) for each in ("images/potw/", "news/", "announcements/")),
    article_url=r"https://esahubble\.org/(?:images/potw|news/[a-z]+|announcements/ann)\d{4,5}[a-z]?/",
    layouts=(
        Layout(
            name="picture",
            marker=".left-column > .archive-image",
            title=".left-column > h1",
            published=".object-info td.title:contains('Release date:') + td",
            categories=".object-info a[href*='/archive/category/']",
            body=".left-column",
            drop=("h1", ".archive-image", ".credit", ".copyright"),
            cut=("Credit:",),
        ),
    ),
    verified="captured",
)
