"""Figures are drawn once for each state of their sources, and a failure spoils nothing."""

import os
from pathlib import Path

import pytest

from weave.gallery import DrawingError, draw

SOURCE = '''\
"""One picture."""

from types import SimpleNamespace

from matplotlib.figure import Figure

PALETTE = {"ink": ("#1c2128", "#e7eaee"), "paper": ("#ffffff", "#000000")}


def draw_all():
    yield "dot", draw_mark()


def draw_mark():
    figure = Figure(figsize=(1, 1), facecolor="none")
    return SimpleNamespace(figure=figure, title="Dot", description="A dot.")


draw_card = draw_mark


def export_all():
    yield "dot.json", {"third": 1 / 3}
'''


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "src" / "sketches"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "figures.py").write_text(SOURCE, encoding="utf-8")
    paths = [str(tmp_path / "src"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    return tmp_path / "src"


def test_an_edit_draws_anew_and_nothing_else_does(
    sources: Path, tmp_path: Path
) -> None:
    cache, module = tmp_path / "cache", sources / "sketches" / "figures.py"
    first = draw("sketches.figures", sources, cache)
    assert list(first.figures) == ["dot"]
    assert first.palette["ink"] == ("#1c2128", "#e7eaee")
    assert "A dot." in first.mark
    assert first.card.startswith(b"\x89PNG")
    assert first.data == {"dot.json": '{"third":0.3333333333333333}'}

    (kept,) = cache.iterdir()
    before = kept.stat().st_mtime_ns
    assert draw("sketches.figures", sources, cache) == first
    assert kept.stat().st_mtime_ns == before

    module.write_text(SOURCE.replace("A dot.", "No dot."), encoding="utf-8")
    assert "No dot." in draw("sketches.figures", sources, cache).figures["dot"]
    assert [path.name for path in cache.iterdir()] != [kept.name]
    assert len(list(cache.iterdir())) == 1


def test_a_failed_drawing_tells_pythons_message_and_leaves_no_trace(
    sources: Path, tmp_path: Path
) -> None:
    cache, module = tmp_path / "cache", sources / "sketches" / "figures.py"
    draw("sketches.figures", sources, cache)
    before = sorted(cache.rglob("*"))
    module.write_text(
        SOURCE + "    raise RuntimeError('no ink')\n", encoding="utf-8"
    )
    with pytest.raises(DrawingError, match="no ink"):
        draw("sketches.figures", sources, cache)
    assert sorted(cache.rglob("*")) == before
