"""Universe Today: WordPress until 2024, described by its feed alone; newer articles stand below /articles/."""

from spacenews.specs import Site, wordpress

SITE = Site(
    key="universetoday",
    name="Universe Today",
    home="https://www.universetoday.com/",
    timezone="America/New_York",
    language="en",
    sources=wordpress.sources("https://www.universetoday.com/"),
    verified="draft",
)
