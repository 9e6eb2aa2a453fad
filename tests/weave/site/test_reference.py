"""The reference says of each entry where the book shows it."""

from pathlib import Path

from weave.page import Page
from weave.site import reference

SOURCE = Path(__file__).parents[3] / "src"


def test_embedded_code_is_found_again_below_the_heading_above_it() -> None:
    text = "# A\n\n## B {#b}\n\n```python embed=weave.cache.make_room\n```\n"
    page = Page(Path("docs/a.md"), text)
    ((definition, where),) = reference.shown_in([page], SOURCE)
    assert (definition.name, where) == ("weave.cache.make_room", "a.md#b")
