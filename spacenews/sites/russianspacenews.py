"""Russian Space News: WordPress of an unknown theme, so its page is read by text and structure alone."""

from spacenews.specs import Layout, Site, css, first, labelled, line, wordpress

SITE = Site(
    key="russianspacenews",
    name="Russian Space News",
    home="http://russianspacenews.com/",
    timezone="Europe/Moscow",
    language="en",
    sources=wordpress.sources("http://russianspacenews.com/", more="full story"),
    layouts=(
        Layout(
            name="by-text",
            marker="body",
            published=line(r"[A-Z][a-z]+ \d{1,2}, \d{4}"),
            categories=first(css("a[rel~=category]"), labelled("Categories:")),
            cut=("More from this category:",),
        ),
    ),
    verified="rebuilt",
)
