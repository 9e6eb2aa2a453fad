r"""Find the equations of a page and take them apart, before SymPy is asked what they mean.

Everything in here is about text: where a formula stands, which steps it claims, which names it
uses, and which of them the page has defined above. So a page can be counted without SymPy.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from weave.errors import WeaveError
from weave.numbers import outside_fences

FORMULA = re.compile(
    r"""<!--.*?-->                                      # comments
      | (?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)      # inline code
      | (?<!\\)\$\$(?P<display>.*?)\$\$
      | (?<!\\)\$(?!\s)(?P<inline>(?:[^$\n]|\n(?!\s*\n))+?)(?<!\s)\$""",
    re.DOTALL | re.VERBOSE,
)
ABOVE = re.compile(r"<!--\s*not checked:\s*(?P<reason>\S[^\n]*?)\s*-->\s*\Z")
BELOW = re.compile(
    r"\s*<!--\s*(?:not checked:\s*(?P<reason>\S.*?)|=\s*(?P<code>.*?))\s*-->", re.DOTALL
)
DOMAIN = re.compile(r"<!--\s*domain:\s*(?P<rules>.*?)\s*-->", re.DOTALL)
NOTATION = re.compile(r"^\| \$(?P<tex>[^$]+)\$ \| `(?P<code>[A-Za-z]\w*)` \|", re.MULTILINE)

EQUALS, ABOUT, BECOMES, MEANS = "=", r"\approx", r"\leftarrow", r"\iff"
RELATIONS = {EQUALS, ABOUT, BECOMES, MEANS}
COMMANDS = set("ln exp sqrt frac tanh Max Min cdot times sum prod pi pm Derive".split())
NAME = r"(?:\\[A-Za-z]+|[A-Za-z])(?:_\{\w+\})?"
BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\}"
ATOM = (
    rf"(?:\\frac\s*{BRACES}\s*{BRACES}|\\sqrt\s*{BRACES}|{NAME}(?:\([^()]*\))?|\d+(?:\.\d+)?)"
    rf"(?:\^(?:{BRACES}|\w))?"
)
REWRITINGS: list[tuple[str, str | Callable[[re.Match[str]], str]]] = [
    (r"\bP\(([^()]*)\)", lambda found: rf"\P{letters(found[1])} "),  # a probability is one name
    (r"\\left\b|\\right\b|\\[,;!]|\\q?quad\b|&|[.,;]\s*$", " "),
    (r"\\(max|min)(?![a-z])", lambda found: rf"\{found[1].title()}"),
    (r"\\hat\{(\w)\}", r"\\\1hat "),  # \yhat is a name to SymPy
    (r"\\Delta\s*(\w)", r"\\Delta\1 "),
    (r"\s+(?=[_^'])", ""),
    (r"_(\w)", r"_{\1}"),
    (rf"\\?({NAME})'(?=\s*\()", r"\\\1prime"),
    (r"\\frac\{(?:d|\\partial)\s*([^{}]|\\\w+|%s)\s*\}" % NAME + r"", r""),
]
