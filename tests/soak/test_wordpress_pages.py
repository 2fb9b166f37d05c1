"""An article that a real WordPress prints on several pages (`<!--nextpage-->`) is archived whole."""

from __future__ import annotations

import html
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.crawl.crawling import Bench
from tests.soak.test_wordpress import HOME, SPEC, UP

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not UP.exists(), reason="../shared/wordpress/up.sh is not here"),
    pytest.mark.skipif(os.geteuid() != 0, reason="the WordPress needs root"),
]
NEXT = "\n\n<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->\n\n"
DO = """
$_SERVER['HTTP_HOST'] = '127.0.0.1:8071'; $_SERVER['REQUEST_URI'] = '/'; define('WP_IMPORTING', true);
require getenv('WP') . '/wp-load.php'; kses_remove_filters(); global $wp_rewrite;
$post = json_decode(stream_get_contents(STDIN), true);
if (isset($post['delete'])) { wp_delete_post($post['delete'], true); exit; }
$id = isset($post['ID']) ? wp_update_post($post, true) : wp_insert_post($post, true);
echo json_encode(['id' => $id, 'url' => get_permalink($id)]);
"""


def paragraphs(page: int, edit: str = "") -> str:
    return "\n\n".join(
        f"<!-- wp:paragraph -->\n<p>Paragraph {number} of page {page} says what the crew of the long flight saw on its "
        f"day number {page * 10 + number}{edit}, &#8220;a calm orbit&#8221; over the dark side of the planet.</p>\n"
        "<!-- /wp:paragraph -->"
        for number in range(1, 5)
    )


def post(**fields: Any) -> dict[str, Any]:
    home = os.environ.get("WORDPRESS_HOME", f"{tempfile.gettempdir()}/wordpress-8071")
    done = subprocess.run(
        ["php8.2", "-r", DO],
        input=json.dumps(fields),
        env={**os.environ, "WP": f"{home}/wp", "WP_DB_SOCK": f"{home}/run/mysql.sock"},
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(done.stdout or "{}"))


def rendered(number: int) -> str:
    """Return the text of a post as the site's own REST interface gives it."""
    with urllib.request.urlopen(f"{HOME}?rest_route=/wp/v2/posts/{number}") as answer:  # noqa: S310 -- a constant
        told = json.load(answer)["content"]["rendered"]
    told = re.sub(r'<p class="post-nav-links">.*?</p>', "", told, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", told)).split())


def fetch(bench: Bench, url: str) -> dict[str, Any]:
    command = [sys.executable, "-W", "error", "-m", "spacenews", "fetch", url, "--data", bench.data]
    options = ["--sites", bench.sites, "--allow-loopback", "--delay", "0"]
    done = subprocess.run([*map(str, [*command, *options])], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(bench.data / "spacenews.db")) as db:
        db.row_factory = sqlite3.Row
        return dict(db.execute("SELECT * FROM article_records WHERE url = ?", (url,)).fetchone())


@pytest.fixture
def made() -> Iterator[dict[str, Any]]:
    subprocess.run(["bash", str(UP)], check=True, capture_output=True)
    content = NEXT.join(paragraphs(page) for page in (1, 2, 3))
    made = post(post_title=f"The long flight {time.time_ns()}", post_content=content, post_status="publish")
    yield made
    post(delete=made["id"])


def test_its_text_is_that_of_all_pages_and_an_edit_of_the_last_one_is_a_revision(
    bench: Bench, made: dict[str, Any]
) -> None:
    bench.sites.mkdir()
    (bench.sites / "courier.py").write_text(SPEC, encoding="utf-8")
    whole = fetch(bench, made["url"])
    assert " ".join(whole["body"].split()) == rendered(made["id"])
    assert (whole["pages"], whole["pages_incomplete"], whole["revisions"]) == (3, None, 1)
    post(ID=made["id"], post_content=NEXT.join([paragraphs(1), paragraphs(2), paragraphs(3, ", a Sunday")]))
    edited = fetch(bench, made["url"])
    assert "a Sunday" in edited["body"]
    assert " ".join(edited["body"].split()) == rendered(made["id"])
    assert edited["revisions"] == 2
