"""One address an article: the rules by which two spellings of a URL are the same.

Follows RFC 3986 section 6.2 (case, percent-encoding, default ports, dot segments) and leaves out what only tracks
the reader. It never guesses: the path's case, a trailing slash and unknown parameters are kept, since servers may
tell them apart; redirects and `rel=canonical` join those.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

# Parameters that name where a reader came from, never what is shown. WordPress answers them with 200 and a clean
# rel=canonical, so without this rule each would be an address of its own.
_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|ysclid|mc_cid|mc_eid|igshid|_ga|_gl|_hsenc|_hsmi|"
    r"ref_src|cmpid|mkt_tok|vero_id|oly_anon_id|oly_enc_id|s_cid|spm|wt_mc)$",
    re.IGNORECASE,
)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNSAFE = re.compile(r"[^!#$%&'()*+,/:;=?@\[\]~\w.-]|[^\x00-\x7f]", re.ASCII)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Nine of ten addresses on a page are in canonical form already: no port, no escape, no query, no dot segment.
# Each part ends where the next begins, so that the pattern never tries the same text in two ways.
_CLEAN = re.compile(
    r"https?://[a-z0-9_-]+(?:\.[a-z0-9_-]+)+(?::(?!80/|443/)[1-9][0-9]{0,4})?/(?:[\w~-]+(?:[/.][\w~-]+)*/?)?", re.ASCII
)
MAX_LENGTH = 2000  # the longest address that common servers and browsers take; longer ones are generated traps


def canonical_url(url: str, base: str = "") -> str | None:
    """Return the one spelling of an absolute http(s) URL, or None where it is none; idempotent.

    Args:
        url: As printed, relative to `base` where that is given.
        base: URL of the page that printed it.
    """
    if is_plain(url):
        return url
    return _canonical(url, base)


@lru_cache(maxsize=4096)
def _canonical(url: str, base: str) -> str | None:
    if len(url) > MAX_LENGTH:
        return None
    try:
        parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:  # "http://[::1", "http://host:port"
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host:
        return None
    name = _ascii_host(host)
    if name is None:
        return None
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        name = f"{name}:{port}"
    path = _remove_dot_segments(_escape(parts.path)) or "/"
    return urlunsplit((scheme, name, path, _escape(_without_tracking(parts.query)), ""))


def is_plain(url: str) -> bool:
    """Whether an address is in canonical form beyond doubt, as nine of ten on a page are: told without parsing it."""
    return len(url) <= MAX_LENGTH and _CLEAN.fullmatch(url) is not None


def host_of(url: str) -> str:
    """Return the host and, where it is not the scheme's own, the port of an absolute URL: `example.org:8080`."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def slug_of(url: str) -> str:
    """Return the last part of a URL's path, empty for a home page."""
    return urlsplit(url).path.rstrip("/").rpartition("/")[2]


def _ascii_host(host: str) -> str | None:
    name = host.rstrip(".").lower()
    if ":" in name:  # an IPv6 literal lost its brackets in urlsplit
        return f"[{name}]"
    try:
        name = name.encode("ascii").decode() if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return None
    return name if re.fullmatch(r"[a-z0-9._-]+", name) else None


def _escape(text: str) -> str:
    """Percent-encode what must be, decode what need not be, hex in upper case."""
    text = _STRAY_PERCENT.sub("%25", text)
    text = _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in _utf8(match.group())), text)
    return _ESCAPE.sub(_decode_unreserved, text)


def _utf8(character: str) -> bytes:
    return character.encode("utf-8", "surrogatepass")


def _decode_unreserved(match: re.Match[str]) -> str:
    character = chr(int(match.group(1), 16))
    return character if character in _UNRESERVED else match.group().upper()


def _without_tracking(query: str) -> str:
    if not query:
        return ""
    kept = [pair for pair in query.split("&") if pair and not _TRACKING.match(pair.partition("=")[0])]
    return "&".join(kept)


def _remove_dot_segments(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)
