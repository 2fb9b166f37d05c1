"""Names derived from content, the same on every machine and after every rebuild."""

from __future__ import annotations

import base64
import hashlib

UID_LENGTH = 16  # base32 characters: 80 bits, so ten million articles meet a collision once in 2**34 archives


def article_uid(site: str, url: str) -> str:
    """Return the public name of an article, from its site and its first canonical URL: 16 of `a-z2-7`."""
    digest = hashlib.sha256(f"{site}\n{url}".encode()).digest()
    return base64.b32encode(digest).decode()[:UID_LENGTH].lower()


def payload_digest(payload: bytes) -> str:
    """Return `sha1:` and base32 of the payload, as WARC 1.1 tools write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()


def text_sha256(text: str) -> str:
    """Return the hex SHA-256 of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()
