"""A download handler that keeps the heads of request and response exactly as they were on the wire.

Scrapy's own handler regroups and recases headers and drops those of the connection. This one is it, with a parser
that remembers the lines it was given and a transport that remembers what was written. The peer of each connection is
checked before a byte is sent.

It builds on private names of Scrapy 2.19 and Twisted's `_newclient`; the project is bounded to that minor release,
and tests compare its captures with what a raw socket sent.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)
from scrapy.exceptions import ResponseDataLossError
from scrapy.utils._download_handlers import get_dataloss_msg, wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.web._newclient import STATUS

from spacenews.crawl.addresses import check_peer
from spacenews.model import clock

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import Request as TxRequest
    from twisted.web.client import Response as TxResponse
    from twisted.web.iweb import IResponse

META_KEY = "wire"
MAX_HEAD_BYTES = 64 * 1024  # all heads of one answer, interim ones included; a page's own has one or two kB

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wire:
    """Both heads of an exchange, each up to and with its blank line, and when the response's had arrived."""

    request_head: bytes
    response_head: bytes
    received_at: datetime


class HeadTooLargeError(Exception):
    """The heads of an answer are longer than any honest server's; the connection is given up."""


class WireParser(_LenientHTTPClientParser):
    """Remembers the lines of the head that it parses; an interim (1xx) head is forgotten when the next one begins."""

    # Set by the protocol, which turns Twisted's parser into this one after it was made.
    wire_sent: list[bytes]
    wire_lines: list[bytes]
    wire_bytes: int

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        """Take one line without its line feed."""
        if self.state == STATUS:
            self.wire_lines.clear()
        self.wire_bytes += len(line) + 1
        if self.wire_bytes > MAX_HEAD_BYTES:
            raise HeadTooLargeError(f"the response head is longer than {MAX_HEAD_BYTES} bytes")
        self.wire_lines.append(line + b"\n")
        super().lineReceived(line)

    def allHeadersReceived(self) -> None:  # noqa: N802 - Twisted's name
        """Put what was on the wire on the response, before anyone is told of it."""
        self.response._wire = Wire(b"".join(self.wire_sent), b"".join(self.wire_lines), clock.now())  # noqa: SLF001 - ours
        super().allHeadersReceived()  # type: ignore[no-untyped-call]


class WireProtocol(_LenientHTTP11ClientProtocol):
    """Gives each request a record of its head, and each response a parser that keeps its own."""

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        """Send a request; Twisted's contract."""
        sent: list[bytes] = []
        outgoing: Any = request
        write_to = outgoing.writeTo
        outgoing.writeTo = lambda transport: write_to(_HeadRecorder(transport, sent))
        answered = super().request(request)
        parser: Any = self._parser
        parser.__class__ = WireParser
        parser.wire_sent, parser.wire_lines, parser.wire_bytes = sent, [], 0
        return answered


class WireFactory(_LenientHTTP11ClientFactory):
    """Makes a protocol for a connection whose peer may be spoken to.

    Args:
        quiescent_callback: The pool's.
        metadata: What the pool says of the endpoint.
        allow_loopback: As in `check_peer`.
    """

    def __init__(self, quiescent_callback: Any, metadata: Any, *, allow_loopback: bool) -> None:
        super().__init__(quiescent_callback, metadata)  # type: ignore[no-untyped-call]
        self._allow_loopback = allow_loopback

    def buildProtocol(self, addr: IAddress | None) -> WireProtocol:  # noqa: N802 - Twisted's name
        """Return a protocol; raises AddressError after the connection was made and before a byte is sent."""
        check_peer(str(getattr(addr, "host", addr)), allow_loopback=self._allow_loopback)
        return WireProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class WireAgent(_ScrapyAgent):
    """Hands what was on the wire over to the request, which middlewares see."""

    def _cb_bodyready(self, txresponse: TxResponse, request: Request) -> Any:
        answered: Any = txresponse
        request.meta[META_KEY] = answered._wire  # noqa: SLF001 - ours
        return super()._cb_bodyready(txresponse, request)


class WireHandler(HTTP11DownloadHandler):
    """Downloads as Scrapy's handler does, with a `Wire` in `request.meta["wire"]`.

    Setting SPACENEWS_ALLOW_LOOPBACK lets private and loopback addresses be asked.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        allowed = crawler.settings.getbool("SPACENEWS_ALLOW_LOOPBACK")
        self._pool._factory = partial(WireFactory, allow_loopback=allowed)  # type: ignore[assignment]  # noqa: SLF001 - the one hook

    async def download_request(self, request: Request) -> Response:
        """Return the response; the same as Scrapy's own, but for the agent and its time limit."""
        agent = WireAgent(
            contextFactory=self._contextFactory,
            connectTimeout=self._timeout,  # bounds the whole download; the meta key download_timeout goes before it
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))
        except ResponseDataLossError:
            if not self._fail_on_dataloss_warned:
                logger.warning(get_dataloss_msg(request.url))
                self._fail_on_dataloss_warned = True
            raise


class _HeadRecorder:
    """A transport that remembers the first sequence written to it: request line and headers."""

    def __init__(self, transport: Any, sent: list[bytes]) -> None:
        self._transport = transport
        self._sent = sent

    def writeSequence(self, lines: Iterable[bytes]) -> None:  # noqa: N802 - Twisted's name
        lines = list(lines)
        if not self._sent:
            self._sent.extend(lines)
        self._transport.writeSequence(lines)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
