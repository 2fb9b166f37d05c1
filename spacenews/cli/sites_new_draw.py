"""What `sites new` found, as plain values and for people."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from spacenews.cli.screen import block, console, one_line

if TYPE_CHECKING:
    from spacenews.operate.look_articles import Sample
    from spacenews.operate.new_site import Proposal
    from spacenews.operate.new_site_files import Written

_FIRST_WORDS = 30
_PREVIEW = 5


def proposal_record(proposal: Proposal, text: str, written: Written | None) -> dict[str, Any]:
    """Return what was found as plain values.

    Args:
        proposal: What is proposed.
        text: Of the spec.
        written: Where it was written; None: nowhere.
    """
    return {
        "key": proposal.site.key,
        "file": str(written.spec) if written else None,
        "fixtures": [str(path) for path in written.fixtures] if written else [],
        "kept": list(written.left) if written else [],
        "requests": proposal.requests,
        "verified": proposal.site.verified,
        "evidence": [asdict(each) for each in proposal.evidence],
        "articles": [_article(each) for each in proposal.samples[:_PREVIEW]],
        "spec": text,
    }


def draw_proposal(record: dict[str, Any]) -> None:
    """Write what was found for people: the evidence, five articles, the spec."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    out = console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("", "decision", "what", "why"):
        table.add_column(name, overflow="fold")
    for each in record["evidence"]:
        style = "" if each["sure"] else "bold yellow"
        cells = ("" if each["sure"] else "?", each["decision"], each["value"], each["why"])
        table.add_row(*(Text(one_line(cell), style=style) for cell in cells))
    out.print(table)
    for each in record["articles"]:
        out.print(Text(one_line(each["title"] or each["url"]), style="bold"), soft_wrap=True)
        about = [each["published"] or "no date", ", ".join(each["byline"]) or "no author"]
        about += [", ".join(each["categories"]) or "no category", f"{each['words']} words", each["layout"]]
        out.print(Text(one_line(" · ".join(about)), style="cyan"), soft_wrap=True)
        out.print(Text(f"{one_line(each['begins'])}\n"), soft_wrap=True)
    out.print(Text(block(record["spec"])), soft_wrap=True)
    out.print(Text(f"{record['requests']} requests were made", style="dim"))


def _article(sample: Sample) -> dict[str, Any]:
    reading = sample.article
    words = [word for part in (reading.body if reading else ()) for word in part.split()]
    published = reading.published if reading else None
    stated = (published.at.isoformat() if published.at else published.on.isoformat()) if published else None
    return {
        "url": sample.url,
        "title": reading.title if reading else "",
        "published": stated,
        "byline": list(reading.byline) if reading else [],
        "categories": list(reading.categories) if reading else [],
        "layout": reading.layout if reading else f"refused: {sample.reading}",
        "words": len(words),
        "begins": " ".join(words[:_FIRST_WORDS]),
    }
