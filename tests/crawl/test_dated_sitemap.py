"""A sitemap that says when each article was changed: its changed parts are read, and believed only so far."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.crawl.crawling import Bench
from tests.crawl.hostile_site import HostileSite, Reply, story, xml
from tests.crawl.test_bad_sources import MAP, spec

START = datetime(2026, 3, 1, 6, tzinfo=UTC)


class Dated:
    """A site of articles in two parts of a sitemap, each with the hour of its last change."""

    def __init__(self, count: int) -> None:
        self.changed = dict.fromkeys(range(count), 0)
        self.site = HostileSite(self.answer)

    def answer(self, path: str) -> Reply | None:
        base = self.site.base_url
        parts = {f"/part-{part}.xml": [each for each in self.changed if each % 2 == part] for part in (0, 1)}
        if path == "/map.xml":
            entries = "".join(
                f"<sitemap><loc>{base}{name[1:]}</loc><lastmod>{self.stamp(max(self.changed[n] for n in numbers))}"
                "</lastmod></sitemap>"
                for name, numbers in parts.items()
            )
            return xml(f"<sitemapindex {MAP}>{entries}</sitemapindex>")
        if path in parts:
            entries = "".join(
                f"<url><loc>{base}story-{number}/</loc><lastmod>{self.stamp(self.changed[number])}</lastmod></url>"
                for number in parts[path]
            )
            return xml(f"<urlset {MAP}>{entries}</urlset>")
        if path.startswith("/story-"):
            number = int(path.strip("/").partition("-")[2])
            tag = f'"{number}-{self.changed[number]}"'
            if self.site.sent[path].get("If-None-Match") == tag:
                return Reply(status=304, headers={"ETag": tag})
            reply = story(number, f"<p>Changed {self.changed[number]} times, says the editor on duty.</p>")
            return Reply(reply.body, headers={"ETag": tag})
        return None

    @staticmethod
    def stamp(hour: int) -> str:
        return (datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=hour)).isoformat()

    def crawl(self, bench: Bench, *, hours: int) -> dict[str, int]:
        """Crawl at an hour; return what was asked for, without robots.txt."""
        before = self.site.asked.copy()
        bench.environment["SPACENEWS_NOW"] = (START + timedelta(hours=hours)).isoformat()
        ended = bench.crawl()
        assert ended.code == 0, ended.said
        return {path: count for path, count in (self.site.asked - before).items() if path != "/robots.txt"}


def test_only_changed_parts_and_articles_are_asked_for(bench: Bench) -> None:
    dated = Dated(8)
    with dated.site as site:
        bench.write_spec(site.base_url, spec(site.base_url, ("sitemap", "map.xml")))
        dated.crawl(bench, hours=0)
        assert len(bench.articles()) == 8
        assert dated.crawl(bench, hours=2) == {"/map.xml": 1}
        dated.changed[5] = 3
        dated.changed[9] = 4
        asked = dated.crawl(bench, hours=4)
    assert asked == {"/map.xml": 1, "/part-1.xml": 1, "/story-5/": 1, "/story-9/": 1}
    revised = bench.query("SELECT url FROM articles WHERE revisions > 1", database="spacenews.db")
    assert revised == [(f"{site.base_url}story-5/",)]


def test_a_sitemap_that_calls_everything_changed_is_doubted(bench: Bench) -> None:
    dated = Dated(90)
    with dated.site as site:
        bench.write_spec(site.base_url, spec(site.base_url, ("sitemap", "map.xml")))
        dated.crawl(bench, hours=0)
        dated.changed = dict.fromkeys(dated.changed, 7)
        asked = dated.crawl(bench, hours=2)
    assert sum(path.startswith("/story-") for path in asked) == 2 * 20
    assert "45 of 45 articles were changed: 20 were asked for" in bench.row("part-0.xml")[1]


def test_an_article_whose_server_gives_validators_is_looked_at_by_304(bench: Bench) -> None:
    dated = Dated(4)
    with dated.site as site:
        bench.write_spec(site.base_url, spec(site.base_url, ("sitemap", "map.xml")))
        dated.crawl(bench, hours=0)
        asked = dated.crawl(bench, hours=24 * 181)
    assert {path for path in asked if path.startswith("/story-")} == {f"/story-{number}/" for number in range(4)}
    statuses = bench.query(
        "SELECT status, count(*) FROM captures WHERE url LIKE '%story%' GROUP BY 1", database="spacenews.db"
    )
    assert dict(statuses) == {200: 4, 304: 4}
    assert bench.query("SELECT DISTINCT fate FROM frontier WHERE kind = 'article'") == [("archived",)]
    assert bench.query("SELECT DISTINCT revisions FROM articles", database="spacenews.db") == [(1,)]
