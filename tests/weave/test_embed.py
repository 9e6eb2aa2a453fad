"""Code is put into pages by name, as it stands in the source, without its docstring."""

from pathlib import Path

import pytest

from weave.embed import expand, find_definition
from weave.page import Page

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


def test_a_block_is_filled_in_with_its_indentation_and_title(root: Path) -> None:
    page = "- a\n\n    ```python embed=taught.late\n    ```\n"
    shown = "".join(f"    {line}\n" for line in LATE.splitlines())
    assert (
        expand(Page(PATH, page), root)
        == f'- a\n\n    ```python title="taught.py"\n{shown}    ```\n'
    )


def test_several_names_of_a_module_stand_two_lines_apart(root: Path) -> None:
    woven = expand(Page(PATH, "```python embed=taught.LEFT,late\n```\n"), root)
    assert f"LEFT, RIGHT = 1, 2\n\n\n{LATE}" in woven
