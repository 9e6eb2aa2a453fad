"""The copy for a disk: links that need no server, the search's index and worker as text."""

import json
import re
import zipfile
from pathlib import Path

import pytest

from weave.takeaway.offline import pack, without_server

PAGE = """<meta http-equiv="Content-Security-Policy" content="font-src 'self'; worker-src 'self'">
<link rel="canonical" href="https://example.org/"><link href="assets/book.css">
<a href=".">home</a> <a href="data/#split">'self'</a> <a href="#top">up</a>
<a href="https://example.org/data/">elsewhere</a> <a class="x" href="mailto:a@example.org">us</a>
<script src="assets/javascripts/bundle.1.min.js"></script>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages."""
    files = {
        "index.html": PAGE,
        "data/index.html": PAGE,
        "404.html": PAGE,
        "sitemap.xml": "",
        "assets/javascripts/bundle.1.min.js": "",
        "assets/javascripts/bundle.1.min.js.map": "",
        "assets/javascripts/workers/search.1.min.js": 'say("</script>")',
        "search/search_index.json": json.dumps({"docs": [{"location": "data/"}]}),
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def test_only_links_to_folders_change() -> None:
    links = re.findall('href="([^"]*)"', without_server(PAGE, "book.zip"))
    assert links == [
        "https://example.org/",
        "assets/book.css",
        "./index.html",
        "data/index.html#split",
        "#top",
        "https://example.org/data/",
        "mailto:a@example.org",
    ]


def test_the_policy_changes_and_words_like_it_do_not() -> None:
    page = without_server(PAGE, "book.zip")
    assert """content="font-src 'self' file:; worker-src blob:\"""" in page
    assert ">'self'</a>" in page


def test_the_archive_holds_what_a_reader_needs_and_no_more(site: Path) -> None:
    pack(site, "book")
    with zipfile.ZipFile(site / "book.zip") as archive:
        assert archive.namelist() == [
            "book/assets/javascripts/bundle.1.min.js",
            "book/assets/javascripts/worker.js",
            "book/data/index.html",
            "book/index.html",
            "book/search/search_index.js",
        ]
        worker = archive.read("book/assets/javascripts/worker.js").decode()
        page = archive.read("book/index.html").decode()
    assert json.dumps('say("</script>")') in worker
    assert page.index("worker.js") < page.index("bundle.1")
