"""Every way in which people mark code is recognised or refused, never passed over."""

from pathlib import Path

import pytest

from weave.errors import WeaveError
from weave.fences import Fence, defined_names, find_fences

PATH = Path("docs/page.md")


def only(text: str) -> Fence:
    (fence,) = find_fences(text, PATH)
    return fence


def test_a_reason_right_above_lets_a_block_be_shown() -> None:
    fence = only("<!-- not run: it never ends -->\n```console\nserve\n```\n")
    assert (fence.kind, fence.reason) == ("unrun", "it never ends")


@pytest.mark.parametrize(
    "comment", ["<!-- not run: -->", "<!-- not run -->", "not run: no comment"]
)
def test_a_skip_without_a_reason_is_none(comment: str) -> None:
    with pytest.raises(WeaveError):
        _ = only(f"{comment}\n```bash\nserve\n```\n").kind


def test_a_reason_counts_once() -> None:
    text = "<!-- not run: once -->\n```console\na\n```\n\n```console\nb\n```\n"
    first, second = find_fences(text, PATH)
    assert first.reason == "once"
    assert second.reason is None


def test_an_indented_block_loses_its_indentation_and_no_more() -> None:
    fence = only("??? note\n    ```python\n    if True:\n        pass\n\n    ```\n")
    assert fence.body == "if True:\n    pass\n\n"


def test_a_line_that_is_indented_less_than_its_block_is_told() -> None:
    with pytest.raises(WeaveError, match=r":3: .*less"):
        only("  ```python\n  1\n 2\n  ```\n")


def test_a_longer_mark_holds_a_shorter_one() -> None:
    assert only("````text\n```python\n```\n````\n").body == "```python\n```\n"


def test_the_names_of_a_page_are_those_that_its_blocks_leave_behind() -> None:
    page = """
```python
import a.b
from c import d as e


def f(g):
    h = g


k = [i for i in (1,)]
```

```pycon
>>> for j in k:
...     l = j
>>> k = 2
```

```text
not: Python
```
"""
    found = defined_names(find_fences(page, PATH))
    assert set(found) == {"a", "e", "f", "k", "j", "l"}
    assert page[: found["k"]].endswith("(1,)]\n```")
