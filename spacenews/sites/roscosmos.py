"""Roscosmos in English as it was until 2018, described by public scrapers: a list a month, `/102/YYYYMM/`."""

from spacenews.specs import Layout, Site, Source

HOME = "http://en.roscosmos.ru/"
MONTHS = [f"{year}{month:02}" for year in range(2013, 2023) for month in range(1, 13)]

SITE = Site(
    key="roscosmos",
    name="Roscosmos",
    home=HOME,
    timezone="Europe/Moscow",
    language="en",
    sources=tuple(Source(kind="listing", url=f"{HOME}102/{month}/") for month in MONTHS),
    article_url=r"http://en\.roscosmos\.ru/\d{4,6}/",
    layouts=(
        Layout(name="content-2018", marker="div.content p", published="div.date", body="div.content"),
        Layout(name="abz", marker="div.abz", published="div.date", body="div.abz"),
    ),
    verified="draft",
)
