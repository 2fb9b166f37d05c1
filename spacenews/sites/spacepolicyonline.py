"""SpacePolicyOnline.com: WordPress, described by its feed alone; its news stand below /news/."""

from spacenews.specs import Site, wordpress

SITE = Site(
    key="spacepolicyonline",
    name="SpacePolicyOnline.com",
    home="https://spacepolicyonline.com/",
    timezone="America/New_York",
    language="en",
    sources=wordpress.sources("https://spacepolicyonline.com/"),
    article_url=r"https://spacepolicyonline\.com/news/[a-z0-9%-]+/",
    verified="draft",
)
