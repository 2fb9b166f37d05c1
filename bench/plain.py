"""The plain Scrapy spider that the pipeline is measured beside: what a good engineer writes in an afternoon.

It follows the same links (pages of listings, categories, "full story" on listings and in related blocks), reads title,
date, categories and body with CSS selectors and writes JSON Lines. Scrapy's defaults but for concurrency, delay and
robots; `tuned` adds what is known to save processor time.

    python -m bench.plain http://127.0.0.1:PORT/ OUT.jsonl CONCURRENCY plain|tuned
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response, TextResponse

TUNED = {
    "CONCURRENT_ITEMS": 1,
    "COOKIES_ENABLED": False,
    "DOWNLOAD_DELAY_JITTER": 0.0,
    "HTTPPROXY_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
}


class PlainSpider(scrapy.Spider):
    """One site with the classic WordPress markup."""

    name = "plain"

    async def start(self) -> AsyncIterator[Any]:
        """Begin at the home page."""
        yield scrapy.Request(self.home, self.parse_listing)  # type: ignore[attr-defined]

    def parse_listing(self, response: Response) -> Iterator[Any]:
        """Follow the articles of a listing page and its next page."""
        assert isinstance(response, TextResponse)  # noqa: S101 - the served site sends HTML alone
        yield from response.follow_all(xpath="//a[contains(., 'full story')]", callback=self.parse_article)
        yield from response.follow_all(css=".nav-previous a", callback=self.parse_listing)

    def parse_article(self, response: Response) -> Iterator[Any]:
        """Read one article, and follow its categories and related articles."""
        assert isinstance(response, TextResponse)  # noqa: S101 - the served site sends HTML alone
        yield {
            "url": response.url,
            "title": response.css(".entry-title::text").get(),
            "date": response.css(".posted-on::text").get(),
            "categories": response.css("a[rel~=category]::text").getall(),
            "body": "\n\n".join(
                "".join(part.css("::text").getall()).strip() for part in response.css(".entry-content > p")
            ),
        }
        yield from response.follow_all(css="a[rel~=category]", callback=self.parse_listing)
        yield from response.follow_all(xpath="//a[contains(., 'full story')]", callback=self.parse_article)


def main(home: str, out: str, concurrency: str, flavor: str) -> None:
    """Crawl, and print Scrapy's own counters as one JSON line."""
    settings: dict[str, Any] = {
        "CONCURRENT_REQUESTS": int(concurrency),
        "CONCURRENT_REQUESTS_PER_DOMAIN": int(concurrency),
        "DOWNLOAD_DELAY": 0,
        "FEEDS": {out: {"format": "jsonlines", "overwrite": True}},
        "LOG_LEVEL": "WARNING",
        "REMOTE_CONTROL_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        **(TUNED if flavor == "tuned" else {}),
    }
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(PlainSpider)
    process.crawl(crawler, home=home)
    process.start()
    assert crawler.stats is not None  # noqa: S101 - a crawler that ran has them
    stats = crawler.stats.get_stats()
    sys.stdout.write(
        json.dumps({"responses": stats.get("response_received_count", 0), "items": stats.get("item_scraped_count", 0)})
        + "\n"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
