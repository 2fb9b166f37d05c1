"""Russian Space News: WordPress of an unknown theme, so its page is read by text and structure alone."""

from spacenews.specs import Layout, Site, css, first, labelled, line, wordpress

RELATED = "More from this category:"

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
            published=line(r"[A-Z][a-z]+ \d{1,2}, \d{4}", before=RELATED),
            categories=first(css("a[rel~=category]"), labelled("Categories:")),
            cut=(RELATED,),
        ),
    ),
    verified="rebuilt",
)
