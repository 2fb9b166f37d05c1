"""European Space Agency: its own CMS, described by public scrapers; archives of sections page by offset."""

from spacenews.specs import Layout, Site, Source

HOME = "https://www.esa.int/"
SECTIONS = ("Science_Exploration", "Applications", "Enabling_Support", "Space_Safety", "Newsroom")

SITE = Site(
    key="esa",
    name="ESA",
    home=HOME,
    timezone="Europe/Paris",
    language="en",
    sources=(
        Source(kind="feed", url=f"{HOME}rssfeed/Our_Activities/Space_News"),
        *(Source(kind="listing", url=f"{HOME}{each}/(archive)/0") for each in SECTIONS),
    ),
    layouts=(Layout(name="article", marker="article", body="article", drop=("header", "figure")),),
    verified="draft",
)
