"""The archive of record for space news: crawl, capture, read, revise, prove."""

__version__ = "0.1.0"
