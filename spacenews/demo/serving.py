"""The server's own process: sends the site's answers, keeps the log, and obeys who started it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import parse_qsl

from aiohttp import web

from spacenews.demo.answer import Answer
from spacenews.demo.faults import Faults, fault_post, parse_faults
from spacenews.demo.misbehavior import Reply, misbehave, stall
from spacenews.demo.site import DemoSite
from spacenews.demo.world import ARTICLES, World
from spacenews.model.clock import now, to_text
from spacenews.model.errors import SpacenewsError

HOST = "127.0.0.1"
_LOGGED = ("User-Agent", "Accept", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Host")
_BAD_REQUEST = 400
_PARENT_SECONDS = 0.5  # how often the process looks whether whoever started it still lives


@dataclass(slots=True)
class Setup:
    """What is served.

    Attributes:
        markup: A name of `markups.MARKUPS`.
        markup_from: Pairs of a day and the markup from that day on: a redesign.
        faults: As `parse_faults` takes them.
    """

    day: int = 1
    markup: str = "classic"
    articles: int = ARTICLES
    faults: tuple[str, ...] = ()
    markup_from: tuple[tuple[int, str], ...] = field(default=())

    def markup_today(self) -> str:
        """Return the markup of the day."""
        return next((name for day, name in sorted(self.markup_from, reverse=True) if day <= self.day), self.markup)


class Serving:
    """Answers requests over one setup that may be changed while it runs.

    Args:
        setup: What to serve at first.
        log: Where each request is written as a line of JSON, or None.
    """

    def __init__(self, setup: Setup, log: TextIO | None) -> None:
        self._setup = setup
        self._log = log
        self._base = ""
        self._visits: dict[str, int] = {}
        self._served = 0
        self._faults: Faults = parse_faults(setup.faults)
        self._site: DemoSite | None = None

    async def run(self, port: int, *, controlled: bool) -> None:
        """Serve until the process that started this one is gone, or a signal or the control channel says so.

        Args:
            port: 0 for a free one.
            controlled: Standard input holds orders, one line of JSON each; each is answered on standard output.
        """
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, stopped.set)
        # Ctrl-C in a terminal reaches both: a server that is controlled waits for its owner to end.
        loop.add_signal_handler(signal.SIGINT, (lambda: None) if controlled else stopped.set)
        server = await loop.create_server(web.Server(self._handle, access_log=None), HOST, port, backlog=512)
        self._base = f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
        self._rebuild()
        _say(f"{self._base}/")
        watch = [loop.create_task(_until_orphaned(stopped))]
        if controlled:
            watch.append(loop.create_task(self._obey(stopped)))
        await stopped.wait()
        server.close()
        for task in watch:
            task.cancel()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        target = request.raw_path.removeprefix(self._base)  # a proxy's form of a request names the host, too
        path, _, raw_query = target.partition("?")
        reply = self._reply(request, path, raw_query)
        self._served += 1
        nth, size = self._faults.stall
        if self._served == nth:
            return await stall(request, _response(request, reply.answer), size, lambda: self._write_log(request, reply))
        self._write_log(request, reply)
        if reply.send is not None:
            return await reply.send(request)
        return _response(request, reply.answer)

    def _reply(self, request: web.BaseRequest, path: str, raw_query: str) -> Reply:
        assert self._site is not None  # noqa: S101 - it is built before the first request can arrive
        if "down" in self._faults:
            return Reply(Answer(503, b"<h1>Service Unavailable</h1>"))
        if request.method not in {"GET", "HEAD"}:
            return Reply(Answer(405, b"", (("Allow", "GET, HEAD"),)))
        if path == "/robots.txt" and "robots-500" in self._faults:
            return Reply(Answer(500, b"Internal Server Error"))
        if path.startswith("/fault/"):
            name = path.split("/")[2]
            if name in self._faults.linked and path.endswith("/"):
                visit = self._visits[path] = self._visits.get(path, 0) + 1
                return misbehave(self._site, name, path, visit, self._site.article(fault_post(name)))
            return Reply(self._site.not_found(path))
        return Reply(self._site.answer(path, dict(parse_qsl(raw_query, keep_blank_values=True)), request.headers))

    def _write_log(self, request: web.BaseRequest, reply: Reply) -> None:
        if self._log is None:
            return
        line = {
            "at": to_text(now()),
            "method": request.method,
            "path": request.raw_path,
            "status": reply.answer.status,
            "headers": {name: request.headers[name] for name in _LOGGED if name in request.headers},
        }
        self._log.write(json.dumps(line) + "\n")

    def _rebuild(self) -> None:
        setup = self._setup
        self._faults = parse_faults(setup.faults)
        self._site = DemoSite(World(setup.day, setup.articles), setup.markup_today(), self._base, self._faults)

    async def _obey(self, stopped: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        orders = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
        while line := await orders.readline():
            _say(json.dumps(self._change(json.loads(line))))
        stopped.set()

    def _change(self, order: Mapping[str, Any]) -> dict[str, str]:
        """Apply an order: any of `day`, `markup` and `faults`; answer with `error` where it cannot be."""
        before = self._setup
        self._setup = Setup(
            day=order.get("day", before.day),
            markup=order.get("markup", before.markup),
            articles=before.articles,
            faults=tuple(order.get("faults", before.faults)),
            markup_from=() if "markup" in order else before.markup_from,
        )
        try:
            self._rebuild()
        except (SpacenewsError, ValueError, KeyError) as error:
            self._setup = before
            self._rebuild()
            return {"error": str(error)}
        if "faults" in order:
            self._visits.clear()
            self._served = 0
        return {}


def serve(setup: Setup, *, port: int, log: Path | None, controlled: bool) -> None:
    """Serve until told to stop; the address is the first line of standard output."""
    with contextlib.ExitStack() as stack:
        stream = stack.enter_context(log.open("a", buffering=1, encoding="utf-8")) if log else None
        asyncio.run(Serving(setup, stream).run(port, controlled=controlled))


def _response(request: web.BaseRequest, answer: Answer) -> web.Response:
    body, extra = answer.body, {}
    kind = dict(answer.headers).get("Content-Type", "")
    if body and not kind.startswith("image/"):
        extra["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            extra["Content-Encoding"] = "gzip"
            body = answer.gzipped()
    return web.Response(
        status=answer.status,
        body=body,
        headers=[
            ("Date", format_datetime(now(), usegmt=True)),
            ("Server", "spacenews-demo"),
            *answer.headers,
            *extra.items(),
        ],
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def _until_orphaned(stopped: asyncio.Event) -> None:
    parent = os.getppid()
    while os.getppid() == parent:  # noqa: ASYNC110 - nothing can be awaited: the kernel tells only who asks
        await asyncio.sleep(_PARENT_SECONDS)
    stopped.set()
