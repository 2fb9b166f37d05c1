"""Settings mean something: each is known to Scrapy or read by us, and stands where one looks for it."""

from __future__ import annotations

import ast
from itertools import chain
from pathlib import Path

from scrapy.settings import default_settings

from spacenews.crawl import settings

SOURCE = Path(settings.__file__)


def names_by_group() -> list[list[str]]:
    text = SOURCE.read_text(encoding="utf-8")
    lines = text.splitlines()
    groups: list[list[str]] = []
    breaks = [number for number, line in enumerate(lines, 1) if line.startswith("# --- ")]
    for node in ast.parse(text).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name):
            group = sum(line < node.lineno for line in breaks)
            groups += [[] for _ in range(group - len(groups))]
            groups[group - 1].append(target.id)
    return groups


def test_every_setting_is_known_to_scrapy_or_read_by_us() -> None:
    package = "".join(path.read_text(encoding="utf-8") for path in SOURCE.parent.rglob("*.py") if path != SOURCE)
    for name in chain.from_iterable(names_by_group()):
        if name.startswith("SPACENEWS_"):
            assert f'"{name}"' in package, f"nothing reads {name}"
        else:
            assert hasattr(default_settings, name), f"Scrapy knows no {name}"


def test_settings_stand_in_the_order_of_the_alphabet() -> None:
    for group in names_by_group():
        assert group == sorted(group)


def test_what_must_stay_off_is_off() -> None:
    for name in ("REMOTE_CONTROL_ENABLED", "TELNETCONSOLE_ENABLED", "COOKIES_ENABLED", "HTTPPROXY_ENABLED"):
        assert getattr(settings, name) is False
    assert settings.DOWNLOAD_VERIFY_CERTIFICATES is True
