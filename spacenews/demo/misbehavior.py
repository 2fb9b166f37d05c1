"""How each fault is sent: below HTTP's good manners where it must be."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime

from aiohttp import web

from spacenews.demo.answer import HTML, Answer
from spacenews.demo.faults import PRIVATE
from spacenews.demo.site import DemoSite
from spacenews.model.clock import now

Send = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
HUGE_BYTES = 30_000_000
BOMB_BYTES = 256 * 1024 * 1024
NESTED_TAGS = 100_000
_MEGABYTE = 1024 * 1024
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_BITES = 600  # of the slow body
_BITE_SECONDS = 1.0
_LOOK_SECONDS = 0.02
_ERRORS_BEFORE_WELL = 2
_CHALLENGE = b"""<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta http-equiv="refresh" content="390"><meta name="robots" content="noindex,nofollow"></head>
<body class="no-js"><div class="main-wrapper" role="main"><h1>127.0.0.1</h1>
<p id="challenge-running">Checking whether you are a person. This will not take long.</p>
<noscript>JavaScript and cookies are needed to go on.</noscript>
<form id="challenge-form" action="/?__cf_chl_f_tk=demo" method="POST"></form></div>
<script>window._cf_chl_opt={cType:"managed"};</script>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>
"""


@dataclass(slots=True)
class Reply:
    """What goes back: `answer` as it is, or, where `send` is given, whatever that does; the log shows the answer.

    A status of 0 stands for no answer at all.
    """

    answer: Answer
    send: Send | None = None


def misbehave(site: DemoSite, name: str, path: str, visit: int, article: Answer) -> Reply:
    """Return what a fault page answers.

    Args:
        site: Renders the pages that are to look like the site's own.
        name: Of `faults.PAGES`.
        path: As asked for.
        visit: How often this path was asked for, from 1.
        article: What would stand here if all were well.
    """
    plain: dict[str, Callable[[], Answer]] = {
        "500-twice": lambda: _error() if visit <= _ERRORS_BEFORE_WELL else article,
        "429-seconds": lambda: _too_many("1") if visit == 1 else article,
        "429-date": lambda: (
            _too_many(format_datetime(now() + timedelta(seconds=2), usegmt=True)) if visit == 1 else article
        ),
        "soft-404": lambda: site.not_found(path, 200),
        "challenge": lambda: Answer(
            200, _CHALLENGE, (("Content-Type", HTML), ("cf-mitigated", "challenge"), ("cf-ray", "0000000000000000-DME"))
        ),
        "redirect-loop": lambda: _moved("/fault/redirect-loop/" if "again" in path else "/fault/redirect-loop/again/"),
        "private-link": lambda: site.not_found(path),
        "private-redirect": lambda: _moved(PRIVATE[1]),
        "deep": lambda: _around(article, b"<div>" * NESTED_TAGS, b"</div>" * NESTED_TAGS),
        "huge": lambda: _around(article, b"", b"<p>The list goes on, and on.</p>\n" * (HUGE_BYTES // 33)),
        "wrong-charset": lambda: Answer(200, _in_russian(article.body), kept=False),
    }
    if name in plain:
        return Reply(plain[name]())
    sends: dict[str, Send] = {
        "slow-body": lambda request: _drip(request, article.body),
        "cut-length": lambda request: _cut(request, article.body, chunked=False),
        "cut-chunked": lambda request: _cut(request, article.body, chunked=True),
        "cut-gzip": lambda request: _cut_gzip(request, article.body),
        "gzip-bomb": _bomb,
        "reset": _reset,
    }
    return Reply(Answer(0) if name == "reset" else article, sends[name])


async def stall(
    request: web.BaseRequest, whole: web.Response, size: int, sent: Callable[[], None]
) -> web.StreamResponse:
    """Answer up to so many bytes of the body, and then hold the connection until the other side lets go.

    Args:
        request: What is answered.
        whole: The answer.
        size: So many bytes of its body.
        sent: Called once they are on their way.
    """
    body = whole.body if isinstance(whole.body, bytes) else b""
    response = web.StreamResponse(status=whole.status, headers=whole.headers)
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: min(size, len(body) - 1)])
    sent()
    while request.transport is not None and not request.transport.is_closing():  # noqa: ASYNC110 - nobody tells of it
        await asyncio.sleep(_LOOK_SECONDS)
    return response


def _error() -> Answer:
    return Answer(500, b"<h1>There has been a critical error on this website.</h1>")


def _too_many(retry_after: str) -> Answer:
    return Answer(429, b"<h1>Too Many Requests</h1>", (("Content-Type", HTML), ("Retry-After", retry_after)))


def _moved(location: str) -> Answer:
    return Answer(302, b"", (("Content-Type", HTML), ("Location", location)))


def _around(article: Answer, before: bytes, after: bytes) -> Answer:
    """Put bytes before and after the related teasers' end, inside the body element."""
    start, body, rest = article.body.partition(b"<h1")
    return Answer(200, start + before + body + rest.replace(b"</body>", after + b"</body>"), kept=False)


def _in_russian(body: bytes) -> bytes:
    """Return the page with a Cyrillic paragraph in windows-1251, and the header still saying UTF-8."""
    sentence = "<p>Экипаж корабля вернулся на Землю и чувствует себя хорошо.</p>".encode("cp1251")
    text = body.decode().encode("cp1251", "xmlcharrefreplace")
    return text.replace(b"<p>", sentence + b"<p>", 3) if b"<p>" in text else text.replace(b"<div>", sentence, 3)


async def _drip(request: web.BaseRequest, body: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": HTML})
    response.content_length = len(body)
    await response.prepare(request)
    at = 0
    for _ in range(_BITES):
        await response.write(body[at : at + 4])
        at += 4
        await asyncio.sleep(_BITE_SECONDS)
    await response.write(body[at:])
    return response


async def _cut(request: web.BaseRequest, body: bytes, *, chunked: bool) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": HTML})
    if chunked:
        response.enable_chunked_encoding()
    else:
        response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    _hang_up(request)
    return response


async def _cut_gzip(request: web.BaseRequest, body: bytes) -> web.StreamResponse:
    del request
    whole = gzip.compress(body, 6, mtime=0)
    return web.Response(body=whole[: len(whole) // 2], headers={"Content-Type": HTML, "Content-Encoding": "gzip"})


async def _bomb(request: web.BaseRequest) -> web.StreamResponse:
    del request
    # One megabyte, flushed so that it may be repeated; then an empty last block, the checksum and the length.
    spaces = b" " * _MEGABYTE
    squeeze = zlib.compressobj(9, wbits=-15)
    megabyte = squeeze.compress(spaces) + squeeze.flush(zlib.Z_FULL_FLUSH)
    repeats = BOMB_BYTES // _MEGABYTE
    checksum = 0
    for _ in range(repeats):
        checksum = zlib.crc32(spaces, checksum)
        await asyncio.sleep(0)  # other requests go on meanwhile
    body = _GZIP_HEAD + megabyte * repeats + b"\x03\x00" + struct.pack("<II", checksum, BOMB_BYTES)
    return web.Response(body=body, headers={"Content-Type": HTML, "Content-Encoding": "gzip"})


async def _reset(request: web.BaseRequest) -> web.StreamResponse:
    if request.transport is not None:
        peer: socket.socket = request.transport.get_extra_info("socket")
        # Closing at once, without lingering, is what makes the kernel send RST instead of FIN.
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()


def _hang_up(request: web.BaseRequest) -> None:
    if request.transport is not None:
        request.transport.close()
