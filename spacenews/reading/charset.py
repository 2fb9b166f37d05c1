"""From bytes to UTF-8: which charset a page is in, when its claims are at odds with each other or with its bytes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from w3lib.encoding import resolve_encoding

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARATION = re.compile(rb"""\A\s*<\?xml\b[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 4096  # browsers look for the charset in the first 1,024 bytes; some pages need a little more
# Python's codecs that are no charsets of the web; UTF-7 was one, and was an attack.
_NO_CHARSETS = frozenset(
    {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
_SEVEN_BIT = ("iso2022", "hz")
_CYRILLIC_RUN = re.compile(rb"[\xc0-\xff\xa8\xb8]{3,}")
_HIGH = bytes(range(0x80, 0x100))
_FEW_BROKEN = 0.02  # of the bytes above ASCII: a cut or pasted character, not another charset


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text as UTF-8 bytes without NUL, which charset it was in, and how that was decided."""

    utf8: bytes
    charset: str
    why: str


def decode_text(data: bytes, content_type: str | None) -> Decoded:
    """Return the text of a page. Never fails: what cannot be decoded becomes U+FFFD, and `why` says so.

    In order: byte order mark; valid UTF-8, whatever is claimed (no other text is that by chance); the claim of the
    header, then of the page, if the bytes agree; the first claim if few bytes disagree; windows-1251 where letters
    above ASCII stand in runs, else windows-1252.
    """
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], charset, "byte order mark", errors="replace")
    claims = _claims(data, content_type)
    stateful = [claim for claim in claims if claim[0].startswith(_SEVEN_BIT)]
    for charset, who in (*stateful, ("utf-8", _valid_utf8(claims)), *claims):
        try:
            return _decode(data, charset, who)
        except UnicodeDecodeError:
            continue
    return _guess(data, claims)


def _decode(data: bytes, charset: str, why: str, errors: str = "strict") -> Decoded:
    if charset == "utf-8" and errors == "strict":
        data.decode("utf-8")  # raises where it is none; the bytes themselves are what is wanted
        return Decoded(data.replace(b"\0", b""), charset, why)
    text = data.decode(charset, errors)
    if errors != "strict" and (broken := text.count("\ufffd")):
        why = f"{why}; {broken} bytes could not be decoded"
    return Decoded(text.replace("\0", "").encode("utf-8", "replace"), charset, why)


def _claims(data: bytes, content_type: str | None) -> list[tuple[str, str]]:
    """Return pairs of charset and who claims it, each charset once."""
    head = data[:_HEAD_BYTES]
    found = []
    if content_type and (match := _HEADER.search(content_type)):
        found.append((match.group(1), "header"))
    for pattern, who in ((_META, "meta"), (_DECLARATION, "xml declaration")):
        if in_page := pattern.search(head):
            found.append((in_page.group(1).decode("ascii"), who))
    claims: dict[str, str] = {}
    for label, who in found:
        charset = _known(label)
        # A page whose meta could be read as ASCII is not in UTF-16, whatever it says (as browsers hold it).
        if charset and not (charset.startswith("utf-16") and who != "header"):
            claims.setdefault(charset, who)
    return list(claims.items())


def _known(label: str) -> str | None:
    name = resolve_encoding(label)
    if name is None or name.replace("_", "-") in _NO_CHARSETS or name in _NO_CHARSETS:
        return None
    return name if codecs.lookup(name)._is_text_encoding else None  # noqa: SLF001 - the only way to tell rot13 from a charset


def _valid_utf8(claims: list[tuple[str, str]]) -> str:
    if not claims:
        return "valid utf-8, nothing claimed"
    charset, who = claims[0]
    return who if charset == "utf-8" else f"valid utf-8, though {who} says {charset}"


def _guess(data: bytes, claims: list[tuple[str, str]]) -> Decoded:
    high = len(data) - len(data.translate(None, _HIGH))
    for charset, who in claims:
        read = _decode(data, charset, f"{who} says {charset}", errors="replace")
        if read.utf8.count(b"\xef\xbf\xbd") <= high * _FEW_BROKEN:
            return read
    in_runs = sum(match.end() - match.start() for match in _CYRILLIC_RUN.finditer(data))
    charset = "cp1251" if in_runs * 2 > high else "cp1252"
    against = ", ".join(f"{who} says {claim}" for claim, who in claims) or "nothing claimed"
    return _decode(data, charset, f"guessed, not utf-8 ({against})", errors="replace")
