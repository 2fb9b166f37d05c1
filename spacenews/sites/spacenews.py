"""SpaceNews: WordPress; until 2022 a theme of its own, whose sections are a taxonomy of their own."""

from spacenews.specs import Layout, Site, Source, wordpress

SECTIONS = ("news-archive", "launch", "civil", "commercial", "military", "policy-politics")

SITE = Site(
    key="spacenews",
    name="SpaceNews",
    home="https://spacenews.com/",
    timezone="America/New_York",
    language="en",
    sources=(
        *wordpress.sources("https://spacenews.com/"),
        *(Source(kind="listing", url=f"https://spacenews.com/section/{each}/") for each in SECTIONS),
    ),
    article_url=r"https://spacenews\.com/[a-z0-9%-]+/",
    layouts=(
        Layout(
            name="theme-2019",
            marker="article.article > section.article-content > h1.post-title",
            byline=".authors a[rel~=author]",
            categories=".tax-container a.red",
            tags=".tax-container a.black",
            body=".tablet-wrapper",
            drop=(".tax-container",),
        ),
    ),
    verified="captured",
)
