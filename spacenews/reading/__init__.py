"""From captured bytes to readings and listings. Pure: no clock, network, settings or globals."""

from spacenews.reading.article import read_article, read_later_page, read_page
from spacenews.reading.explain import Explanation, explain_article
from spacenews.reading.links import read_links
from spacenews.reading.normalize import normalize_reading
from spacenews.reading.page import HtmlPage, open_page
from spacenews.reading.version import READER, reader_of

__all__ = [
    "READER",
    "Explanation",
    "HtmlPage",
    "explain_article",
    "normalize_reading",
    "open_page",
    "read_article",
    "read_later_page",
    "read_links",
    "read_page",
    "reader_of",
]
