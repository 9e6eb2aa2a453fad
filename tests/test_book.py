"""The book as a whole: what it teaches is shown, and its count is true."""

import ast
import json
import re
from collections import Counter
from math import exp, log
from pathlib import Path

import pytest
from numpy.random import default_rng

from firstneuron import two_gaussians
from weave.claims import known_kinds
from weave.claims.sessions import page_session
from weave.page import Page

from .building import ROOT
from .reading import embedded, read_pages

PAGES = list(read_pages(ROOT))
TAUGHT = sorted((ROOT / "src" / "firstneuron").glob("*.py"))


def public_names(path: Path) -> set[str]:
    """Return the functions and classes of a module that a reader may import."""
    # read here, not as the site reads them, so that both cannot lose a class together
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    return {
        f"firstneuron.{path.stem}.{node.name}"
        for node in nodes
        if not node.name.startswith("_")
    }


@pytest.mark.parametrize("module", TAUGHT, ids=lambda path: path.stem)
def test_a_page_shows_every_public_function(module: Path) -> None:
    assert public_names(module) - embedded(PAGES) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.stem)
def test_every_section_has_an_anchor_that_outlives_its_title(page: Page) -> None:
    assert [each.title for each in page.headings[1:] if each.anchor is None] == []


def test_no_page_of_the_site_gives_a_reason_instead_of_a_check() -> None:
    found = Counter[str]()
    for page in PAGES:
        found += known_kinds.of_page(page)
    assert {kind: count for kind, count in found.items() if "reason" in kind} == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.stem)
def test_as_many_examples_are_collected_as_the_census_counts(page: Page) -> None:
    examples = page_session(page).order.examples
    found = known_kinds.of_page(page)
    assert len(examples) >= sum(
        found[kind]
        for kind in (
            "block of code run",
            "block embedded from src",
            "output compared",
            "number in prose computed",
            "formula compared with code",
        )
    )


def test_the_table_of_changes_tried_has_every_module() -> None:
    stored = (ROOT / "tests" / "mutation_result.json").read_text(encoding="utf-8")
    package = ROOT / "src" / "firstneuron"
    modules = {
        ".".join(path.relative_to(package).with_suffix("").parts)
        for path in package.rglob("*.py")
    }
    assert {row["module"].strip("`") for row in json.loads(stored)} == modules, (
        "run `python -m tests.mutation` on them"
    )


def test_the_eight_lines_stop_at_a_rate_of_ten_as_the_chapter_on_training_says() -> (
    None
):
    page = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    # the eight lines, up to the end of their block
    lines = re.search(
        r"^x, y = two_gaussians\(\)$.*?(?=^```)", page, re.DOTALL | re.MULTILINE
    )
    assert lines is not None
    assert "- 0.001 *" in lines[0]
    names = {"exp": exp, "log": log, "losses": [], "two_gaussians": two_gaussians}
    with pytest.raises(ValueError, match=r"math domain error|positive input"):
        exec(lines[0].replace("0.001", "10"), names | {"rng": default_rng(0)})
