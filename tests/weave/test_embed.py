"""Code is put into pages by name, as it stands in the source, without its docstring."""

from pathlib import Path

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

    def open(self) -> None:
        """Open it."""
        raise NotImplementedError


class Empty(Box):
    """An empty one."""
'''
LATE = """\
@property
def late(self) -> int:  # a comment
    # another comment
    return LEFT
"""


def test_docstrings_go_and_everything_else_stays(tmp_path: Path) -> None:
    (tmp_path / "taught.py").write_text(SOURCE, encoding="utf-8")
    assert find_definition("taught.late", tmp_path).shown == LATE
    assert '"""' not in find_definition("taught.Box", tmp_path).shown
    # where nothing else stands, the docstring is the code
    assert find_definition("taught.Empty", tmp_path).shown.endswith('one."""\n')
    assert find_definition("taught.RIGHT", tmp_path).shown == "LEFT, RIGHT = 1, 2\n"
