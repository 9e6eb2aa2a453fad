"""Code is put into pages by name, as it stands in the source, without its docstring."""

from pathlib import Path

import pytest

from weave.embed import find_definition

SOURCE = '''"""A module."""

LEFT, RIGHT = 1, 2


@property
def late(self) -> int:  # a comment
    """Say when.

    More.
    """

    # another comment
    return LEFT


class Box:
    """A box."""

    size: int = 1

    def open(self) -> None:
        """Open it."""
        raise ValueError(self.size)


class Empty(Box):
    """An empty one."""
'''
LATE = """\
@property
def late(self) -> int:  # a comment
    # another comment
    return LEFT
"""
PATH = Path("docs/page.md")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "taught.py").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def test_docstrings_go_and_everything_else_stays(root: Path) -> None:
    assert find_definition("taught.late", root).shown == LATE
    assert '"""' not in find_definition("taught.Box", root).shown
    # where nothing else stands, the docstring is the code
    assert find_definition("taught.Empty", root).shown.endswith('one."""\n')
    assert find_definition("taught.RIGHT", root).shown == "LEFT, RIGHT = 1, 2\n"


def test_what_runs_has_the_line_numbers_of_the_source(root: Path) -> None:
    definition = find_definition("taught.Box", root)
    names: dict[str, type] = {}
    exec(compile(definition.runnable, str(definition.path), "exec"), names)
    with pytest.raises(ValueError, match="1") as caught:
        names["Box"]().open()
    assert (
        caught.traceback[-1].lineno + 1
        == SOURCE[: SOURCE.index("raise")].count("\n") + 1
    )
