"""Figures are drawn once for each state of their sources, and stand in pages as Markdown."""

import logging
import os
import re
from pathlib import Path

import pytest
from markdown import markdown

from weave.book import Book
from weave.cache import ProcessError
from weave.errors import WeaveError
from weave.page import Page
from weave.site import figures
from weave.site.figures import (
    LIVE,
    Drawn,
    check_figures,
    start_drawing,
    with_figures,
)
from weave.site.prepare import prepare
from weave.takeaway import files

SOURCE = '''\
"""One picture."""

from dataclasses import dataclass
from io import StringIO

from matplotlib.figure import Figure

PALETTE = {"ink": ("#1c2128", "#e7eaee"), "paper": ("#ffffff", "#000000")}


@dataclass
class Picture:
    figure: Figure

    def _repr_svg_(self):
        words = {"Title": "Dot", "Description": "A dot.", "Date": None}
        with StringIO() as file:
            self.figure.savefig(file, format="svg", metadata=words)
            return file.getvalue()


def draw_mark():
    return Picture(Figure(figsize=(1, 1), facecolor="none"))


draw_card = draw_mark
FIGURES = {"dot": draw_mark}
DRAWN_WITH_DATA = ()


def export_all():
    yield "dot.json", {"third": 1 / 3}
'''


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "src" / "sketches"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "figures.py").write_text(SOURCE, encoding="utf-8")
    paths = [str(tmp_path / "src"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    return tmp_path


def draw(project: Path) -> Drawn:
    return figures.wait_for(start_drawing("sketches.figures", project))


def test_an_edit_draws_anew_and_nothing_else_does_nor_matplotlibs_settings(
    project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="mkdocs")
    first = draw(project)
    (costs,) = (said for said in caplog.messages if said.startswith("seconds to"))
    assert len(re.findall(r"\bdot \d+\.\d\b", costs)) == 1
    caplog.clear()
    assert list(first.figures) == ["dot"]
    assert first.palette["ink"] == ("#1c2128", "#e7eaee")
    files = dict(first.files)
    assert "A dot." in str(files["figures/mark.svg"])
    assert bytes(files["figures/card.png"]).startswith(b"\x89PNG")  # type: ignore[arg-type]
    assert files["assets/live/dot.json"] == '{"third":0.3333333333333333}'
    assert draw(project).folder == first.folder

    settings = (
        "axes.grid: True\nsavefig.bbox: tight\nlines.linewidth: 9\nfont.size: 30\n"
    )
    (project / "matplotlibrc").write_text(settings, encoding="utf-8")
    assert draw(project).folder == first.folder
    assert not any(said.startswith("seconds to") for said in caplog.messages)
    module = project / "src" / "sketches" / "figures.py"
    module.write_text(SOURCE.replace("A dot.", "No dot."), encoding="utf-8")
    again = draw(project).figures["dot"]
    assert "No dot." in again
    assert again.replace("No dot.", "A dot.") == first.figures["dot"]


def test_a_failed_drawing_says_why(project: Path) -> None:
    module = project / "src" / "sketches" / "figures.py"
    failing = SOURCE.replace("def draw_mark():", "def draw_mark():\n    1 / 0")
    module.write_text(failing, encoding="utf-8")
    with pytest.raises(ProcessError, match="ZeroDivisionError"):
        draw(project)


def test_a_failed_drawing_is_told_with_what_is_wrong_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# No description\n", encoding="utf-8")
    (tmp_path / "docs" / "_.md").write_bytes(b"\0")

    def fail(_: object) -> Drawn:
        raise ProcessError("nothing is drawn")

    monkeypatch.setattr(figures, "start_drawing", lambda *_: None)
    monkeypatch.setattr(files, "start_wheel", lambda _: None)
    monkeypatch.setattr(figures, "wait_for", fail)
    with pytest.raises(ExceptionGroup) as told:
        prepare(Book(tmp_path, "A", "", "", (), "sketches.figures", "b", "c"))
    unread, page, drawing = map(str, told.value.exceptions)
    assert unread == "docs/_.md:1: '\\x00' is no character for a page"
    assert page == "docs/a.md:1: this page has no description"
    assert drawing == "nothing is drawn"


def test_a_figure_that_no_page_shows_is_refused() -> None:
    page = Page(Path("docs/a.md"), PAGE)
    figures.refuse_unseen([page], ["bend"], "book.figures")
    with pytest.raises(WeaveError, match=r"^src/book/figures:1: .*: dent, dot$"):
        figures.refuse_unseen([page], ["dot", "bend", "dent"], "book.figures")


SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="9" height="8"><title>Bent</title>
<desc>From *0* to [1] &lt; $2$ _up_</desc></svg>"""
PAGE = '# A\n\n![How *much*?](figures/bend.svg "Bent"){ live=bend }\n\nSo.\n'


def test_a_figure_stands_in_a_page_with_its_size_and_its_words() -> None:
    page = Page(Path("docs/a.md"), PAGE)
    text = page.replaced(with_figures(page, {"bend": SVG}))
    extensions = ["attr_list", "md_in_html", "pymdownx.arithmatex"]
    html = markdown(text, extensions=extensions)
    assert '<figure data-live="bend">' in html
    assert html.count('alt="From *0* to [1] &lt; $2$ _up_"') == 2
    assert html.count('height="8" loading="eager"') == 2
    for scheme in ("light", "dark"):
        assert f'src="figures/bend.svg#only-{scheme}"' in html
    assert "<figcaption>How <em>much</em>?</figcaption>" in html
    assert '<div class="live-panel"></div>' in html
    below = Page(Path("docs/more/a.md"), PAGE)
    assert "(../figures/bend.svg" in below.replaced(
        with_figures(below, {"bend": SVG})
    )


def test_the_second_of_two_figures_is_told_at_its_own_line(tmp_path: Path) -> None:
    script = tmp_path / "docs" / LIVE / "bend.js"
    script.parent.mkdir(parents=True)
    script.touch()
    again = '![Again.](figures/bend.svg "Dent")'
    page = Page(Path("a.md"), PAGE.replace("So.", again), root=tmp_path)
    message = r"a\.md:5: the figure 'bend' is called 'Bent', not 'Dent'"
    with pytest.raises(WeaveError, match=message):
        check_figures(page, {"bend": SVG})
