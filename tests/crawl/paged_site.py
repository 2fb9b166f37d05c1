"""A small site whose articles WordPress prints on several pages (`<!--nextpage-->`), in its classic markup."""

from __future__ import annotations

from tests.crawl.hostile_site import WORDS, HostileSite, Reply, html, listing

STORY = "/2021/long-way-up/"
SPEC = """
from spacenews.specs import Site, Source

SITE = Site(key="demo", name="The Paged Site", home="{home}", timezone="UTC", family="wordpress",
    sources=(Source(kind="listing", url="{home}", family="wordpress"),))
"""


class PagedSite(HostileSite):
    """Serves one article on several pages, a plain one, and their list; answers 304 to whoever holds a page.

    Attributes:
        texts: Text of each page of the article.
        gone: Numbers of the pages that are not there.
    """

    def __init__(self, texts: list[list[str]]) -> None:
        super().__init__(self._answer)
        self.texts = texts
        self.gone: set[int] = set()

    def _answer(self, path: str) -> Reply | None:
        if path == "/":
            return listing([STORY, "/2021/short-way/"])
        if path == "/2021/short-way/":
            return self._if_new(path, _page("Short way", [[paragraph(40)]], 1, path))
        number = next((at for at in range(1, len(self.texts) + 1) if path == _address(at)), None)
        if number is None or number in self.gone:
            return None
        return self._if_new(path, _page("Long way up", self.texts, number, STORY))

    def _if_new(self, path: str, reply: Reply) -> Reply:
        tag = f'"{hash(reply.body):x}"'
        if self.sent[path].get("If-None-Match") == tag:
            return Reply(status=304, headers={"ETag": tag})
        return Reply(reply.body, headers={"ETag": tag})


def paragraph(number: int) -> str:
    """Return one paragraph; each number has its own words."""
    return f"Part {number}: " + " ".join(WORDS[(number * 5 + at * (number % 3 + 1)) % len(WORDS)] for at in range(60))


def three_pages() -> list[list[str]]:
    """Return an article's text on three pages, two paragraphs each."""
    return [[paragraph(2 * page), paragraph(2 * page + 1)] for page in range(3)]


def _address(number: int) -> str:
    return STORY if number == 1 else f"{STORY}{number}/"


def _page(title: str, texts: list[list[str]], number: int, address: str) -> Reply:
    later = f" paged-{number} single-paged-{number}" if number > 1 else ""
    links = "".join(
        f'<span class="post-page-numbers current">{at}</span>'
        if at == number
        else f'<a href="{_address(at)}" class="post-page-numbers">{at}</a>'
        for at in range(1, len(texts) + 1)
    )
    pager = f'<div class="page-links">Pages: {links}</div>' if len(texts) > 1 else ""
    text = "".join(f"<p>{each}</p>" for each in texts[number - 1])
    own = address if number == 1 else f"{address}{number}/"
    reply = html(
        f'<title>{title} - The Paged Site</title><link rel="canonical" href="{own}">'
        '<meta property="article:published_time" content="2021-04-26T09:00:00+00:00">',
        f'<main><article class="post hentry"><h1 class="entry-title">'
        f'{title}</h1><span class="author vcard"><span class="fn">Ann Author</span></span>'
        f'<div class="entry-content">{text}{pager}</div></article></main>'
        f'<div id="comments"><a href="{address}comment-page-2/">2</a></div>',
    )
    return Reply(reply.body.replace(b"<body>", f'<body class="single single-post{later}">'.encode()))
