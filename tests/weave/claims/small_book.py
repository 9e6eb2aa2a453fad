"""A small book with a claim of every kind, all of them true."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sybil.example import SybilFailure

from weave.claims import known_kinds
from weave.claims.sessions import Session, page_session
from weave.errors import WeaveError
from weave.page import Page

SOURCE = '''
def half(number: float) -> float:
    """Return half of a number.

    >>> half(3)
    1.5
    """
    # a comment that belongs to the code
    return number / 2
'''
NOTATION = """\
---
description: Symbols
---

# Notation

| symbol | in the code | what it is |
|---|---|---|
| $z_1$ | `start` | a number |
| $r$ | `r` | a ratio, $r = \\frac{p}{2}$ |

<!-- domain: y in {0, 1}; 0 < p < 1 -->
<!-- names: class 1; 0 or 1 -->
"""
PAGE = """\
---
description: A claim of every kind.
---

# Everything {#everything}

Take $z_1 = 8$<!-- = start -->, and half of it is 4.0<!-- = half(start) -->.

| what | how much |
|---|---|
| minus half | −4<!-- = -half(start) --> |

In class 1, write `half(8)`, not `![`. It is never 0 or 1, and three times as much is
12<!-- = times(half(start)) -->, for $n$ is 3<!-- = default(times, "n") -->.

1. one
2. two

## Task 1: draw {#task-1}

```python embed=taught.half
```

```python
start = 8


def times(a, n=3):
    return a * n
```

```pycon
>>> half(8)
4.0
>>> half("a")
Traceback (most recent call last):
TypeError: unsupported operand type(s) for /: 'str' and 'int'
```

So $v = 2 u + 1$ and $v - 1 = 2 u$, where $2 u$ is even, and

$$
\\begin{aligned}
r + r &= \\frac{p}{2} + \\frac{p}{2} \\\\
&= p
\\end{aligned}
$$
<!-- = 2 * half(p) -->

![Half is 4<!-- = half(start) -->.](figures/half.svg "A half")

<!-- predict -->
!!! question "Is it large?"
    Think.

    - yes<!-- if start > 9 -->
    - no<!-- true if start <= 9 -->

    ??? success "Answer"
        It is not, see [the task](#task-1).

<!-- predict -->
!!! question "Where is half of it?"
    Guess.

    - at 3<!-- if half(start) == 3 -->
    - at 4<!-- true if half(start) == 4 -->

    ??? success "Answer"
        There.
"""


def write_book(root: Path, page: str = PAGE, source: str = SOURCE) -> None:
    """Write the book into a folder."""
    for name, text in {
        "src/taught.py": source,
        "docs/notation.md": NOTATION,
        "docs/page.md": page,
    }.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")


def refused(root: Path, read: Callable[[Page], object]) -> str:
    """Return why the page of the book in a folder cannot be read, if it cannot."""
    try:
        read(Page.read(root, Path("docs/page.md")))
    except WeaveError as error:
        return error.explained(root)
    return ""


def session_of(page: Page) -> Session:
    """Return the session of a page, read as pytest reads it."""
    known_kinds.of_page(page)
    return page_session(page)


def mistakes(root: Path) -> list[str]:
    """Return what is wrong with the page of the book in a folder, read without pytest."""
    unread = refused(root, session_of)
    if unread:
        return [unread]
    session = session_of(Page.read(root, Path("docs/page.md")))
    for example in session.document:
        with suppress(SybilFailure):
            example.evaluate()
    return [wrong for wrong in session.order.results if wrong]
