"""What people decide and the monitor holds back is a fact beside the captures: written first, folded once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from spacenews.archive import Archive, append_decisions, load_decisions, open_archive
from spacenews.model import CaptureRecord, Decision, DecisionKind
from spacenews.model.errors import UsageError
from spacenews.model.ids import article_uid
from tests.archive.archive_samples import ROOT, SITE, article, capture

NOW = datetime(2026, 2, 1, tzinfo=UTC)
HUNDRED = " ".join(f"word{number}" for number in range(100))
TWENTY = " ".join(HUNDRED.split()[:20])
UID = article_uid(SITE, f"{ROOT}cargo/")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "spacenews.db") as opened:
        yield opened


def decision(kind: DecisionKind, **about: Any) -> Decision:
    return Decision(NOW, about.pop("by", "Ann"), kind, SITE, about.pop("reason", "I looked at it"), **about)


def of_reading(kind: DecisionKind, record: CaptureRecord, **more: Any) -> Decision:
    return decision(kind, capture=record.record_uuid, **more)


def bodies(archive: Archive) -> dict[str, int]:
    return {str(record["url"]).removeprefix(ROOT): record["word_count"] for record in archive.select_records()}


def halved(archive: Archive) -> tuple[CaptureRecord, CaptureRecord]:
    good, worse = capture("cargo/"), capture("cargo/", 10)
    archive.save([good], article(good, body=HUNDRED))
    archive.save([worse], article(worse, body=TWENTY))
    return good, worse


def test_a_reading_that_a_person_accepts_is_a_revision_and_its_month_is_due(archive: Archive) -> None:
    _, worse = halved(archive)
    (changes,) = dict(archive.months_due(SITE)).values()
    archive.exported(SITE, "2021-04", changes)
    archive.decide([of_reading(DecisionKind.ACCEPT, worse)])
    assert (bodies(archive), archive.doubts(UID), len(archive.revisions(UID))) == ({"cargo/": 20}, (), 2)
    assert [month for month, _ in archive.months_due(SITE)] == ["2021-04"]


def test_a_reading_that_a_person_refuses_waits_no_more_and_is_refused_whenever_it_comes(archive: Archive) -> None:
    _, worse = halved(archive)
    archive.decide([of_reading(DecisionKind.REFUSE, worse)])
    assert (bodies(archive), archive.doubts(UID)) == ({"cargo/": 100}, ())
    again = capture("cargo/", 20)
    assert archive.save([again], article(again, body=TWENTY)).kind == "unchanged"
    assert (bodies(archive), archive.doubts(UID)) == ({"cargo/": 100}, ())


def test_what_the_monitor_holds_is_no_article_until_it_is_read_again_or_accepted(archive: Archive) -> None:
    first, second = capture("cargo/"), capture("launch/")
    for record in (first, second):
        archive.save([record], article(record, body=f"{record.url} {HUNDRED}"))
    held = [of_reading(DecisionKind.HOLD, each, by="spacenews", reader="1", reason="drift") for each in (first, second)]
    archive.decide(held)
    assert bodies(archive) == {}
    archive.decide([of_reading(DecisionKind.ACCEPT, first)])
    assert bodies(archive) == {"cargo/": 101}
    archive.save([], article(second, body=HUNDRED, title="Read by a better reader", reader="2"))
    assert bodies(archive) == {"cargo/": 101, "launch/": 100}


def test_a_hold_beside_a_good_reading_waits_with_its_reason_and_ends_with_the_next_good_one(archive: Archive) -> None:
    good, odd, back = (capture("cargo/", minutes) for minutes in (0, 10, 20))
    archive.save([good], article(good, body=HUNDRED))
    archive.save([odd], article(odd, body=f"{HUNDRED} more"))
    archive.decide([of_reading(DecisionKind.HOLD, odd, by="spacenews", reason="title the same on all pages")])
    assert bodies(archive) == {"cargo/": 100}
    assert [waiting.reason for waiting in archive.doubts(UID)] == ["title the same on all pages"]
    archive.save([back], article(back, body=f"{HUNDRED} more words"))
    assert (bodies(archive), archive.doubts(UID)) == ({"cargo/": 102}, ())


def test_a_person_outranks_the_monitor_whoever_speaks_last(archive: Archive) -> None:
    record = capture("cargo/")
    archive.save([record], article(record, body=HUNDRED))
    archive.decide([of_reading(DecisionKind.ACCEPT, record), of_reading(DecisionKind.HOLD, record, by="spacenews")])
    assert bodies(archive) == {"cargo/": 100}


def test_a_takedown_lasts_through_new_captures_until_it_is_taken_back(archive: Archive) -> None:
    record, later = capture("cargo/"), capture("cargo/", 10)
    archive.save([record], article(record))
    archive.decide([decision(DecisionKind.WITHDRAW, uid=UID)])
    assert bodies(archive) == {}
    archive.save([later], article(later, title="Another title"))
    assert bodies(archive) == {}
    archive.decide([decision(DecisionKind.RESTORE, uid=UID)])
    assert [record["title"] for record in archive.select_records()] == ["Another title"]


def test_a_duplicate_that_is_unjoined_stands_alone_until_it_is_joined(archive: Archive) -> None:
    first, second = capture("cargo/"), capture("copy/", 1)
    for record in (first, second):
        archive.save([record], article(record, body=HUNDRED))
    assert bodies(archive) == {"cargo/": 100}
    copy = article_uid(SITE, f"{ROOT}copy/")
    archive.decide([decision(DecisionKind.UNJOIN, uid=copy)])
    assert bodies(archive) == {"cargo/": 100, "copy/": 100}
    archive.decide([decision(DecisionKind.JOIN, uid=copy)])
    assert bodies(archive) == {"cargo/": 100}


def test_decisions_before_their_captures_end_in_the_same_rows(tmp_path: Path) -> None:
    records = [capture(path, minutes) for path in ("cargo/", "copy/", "held/") for minutes in (0, 10)]
    journal = tmp_path / "decisions.jsonl"
    said = [
        of_reading(DecisionKind.ACCEPT, records[1]),
        decision(DecisionKind.UNJOIN, uid=article_uid(SITE, f"{ROOT}copy/")),
        of_reading(DecisionKind.HOLD, records[4], by="spacenews"),
        decision(DecisionKind.WITHDRAW, uid=UID),
    ]

    def tables(first: str) -> list[object]:
        with open_archive(tmp_path / f"{first}.db", journal) as archive:
            if first == "decisions":
                archive.decide(said)
            for record in records:
                body = TWENTY if record is records[1] else HUNDRED
                archive.save([record], article(record, body=body, title=record.url if "held" in record.url else "Same"))
            archive.catch_up()
            return [
                archive.connection.execute(query).fetchall()
                for query in (
                    "SELECT uid, title, word_count, state, duplicate_of IS NULL FROM articles ORDER BY uid",
                    "SELECT url, status, content_digest FROM readings ORDER BY url, content_digest",
                    "SELECT reason, since FROM doubts ORDER BY reason, since",
                    "SELECT id FROM decisions ORDER BY id",
                )
            ]

    assert tables("decisions") == tables("captures")


def test_a_journal_that_was_written_before_a_crash_is_folded_at_the_next_open(tmp_path: Path) -> None:
    path = tmp_path / "spacenews.db"
    with open_archive(path) as archive:
        _, worse = halved(archive)
    append_decisions(tmp_path / "decisions.jsonl", [of_reading(DecisionKind.ACCEPT, worse)])
    with open_archive(path) as archive:
        assert bodies(archive) == {"cargo/": 20}
        assert archive.catch_up().folded == 0


def test_a_cut_last_line_is_told_with_its_number_and_what_follows_is_whole(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal = tmp_path / "decisions.jsonl"
    withdrawn = decision(DecisionKind.WITHDRAW, uid=UID)
    append_decisions(journal, [withdrawn])
    journal.write_bytes(journal.read_bytes() + journal.read_bytes()[:40])
    with open_archive(tmp_path / "spacenews.db") as archive:
        archive.decide([decision(DecisionKind.RESTORE, uid=UID)])
    assert "line 2 says no decision" in caplog.text
    found = load_decisions(journal)
    assert ([str(each.kind) for each in found.decisions], [line.number for line in found.bad]) == (
        ["withdraw", "restore"],
        [2],
    )
    caplog.clear()
    open_archive(tmp_path / "spacenews.db").close()
    assert "line 2 says no decision" in caplog.text


@pytest.mark.parametrize("left", [0, 1])
def test_decisions_that_the_journal_lost_are_written_back_from_the_archive(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, left: int
) -> None:
    journal = tmp_path / "decisions.jsonl"
    with open_archive(tmp_path / "spacenews.db") as archive:
        archive.decide([decision(DecisionKind.WITHDRAW, uid=UID), decision(DecisionKind.RESTORE, uid=UID)])
    whole = load_decisions(journal).decisions
    journal.write_text("".join(journal.read_text("utf-8").splitlines(keepends=True)[:left]), "utf-8")
    open_archive(tmp_path / "spacenews.db").close()
    assert load_decisions(journal).decisions == whole
    assert f"had lost {2 - left} decisions" in caplog.text


def test_of_two_decisions_the_one_written_later_is_later_whatever_the_clock_said(tmp_path: Path) -> None:
    journal = tmp_path / "decisions.jsonl"
    for kind in (DecisionKind.WITHDRAW, DecisionKind.RESTORE):
        append_decisions(journal, [decision(kind, uid=UID)])
    first, second = load_decisions(journal).decisions
    assert first.at < second.at


@pytest.mark.parametrize("about", [{}, {"capture": "x", "uid": "y"}, {"uid": "y"}, {"capture": "x", "by": ""}])
def test_a_decision_that_could_not_be_folded_is_refused(about: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        decision(DecisionKind.ACCEPT, **about)
