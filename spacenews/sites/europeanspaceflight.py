"""European Spaceflight: WordPress, described by its feed alone."""

from spacenews.specs import Site, wordpress

SITE = Site(
    key="europeanspaceflight",
    name="European Spaceflight",
    home="https://europeanspaceflight.com/",
    timezone="Europe/Berlin",
    language="en",
    sources=wordpress.sources("https://europeanspaceflight.com/"),
    verified="draft",
)
