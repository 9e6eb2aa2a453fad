"""The policy of a page: its own scripts by their hash, and a refusal of what would be blocked."""

from pathlib import Path

import pytest

from weave.errors import WeaveError
from weave.site.policy import digest, policy_of, with_policy

HEAD = '<meta charset="utf-8">'


@pytest.mark.parametrize(
    ("element", "allowed"),
    [
        ("<script>go()</script>", True),
        ('<script type="module">go()</script>', True),
        ("<script>\n  go()\n</script>", True),
        ('<script src="a.js">go()</script>', False),
        ('<script type="application/ld+json">go()</script>', False),
        ('<script id="__config" type="application/json">go()</script>', False),
    ],
)
def test_only_scripts_that_run_are_allowed_by_their_hash(
    element: str, allowed: bool
) -> None:
    code = element.partition(">")[2].rpartition("<")[0]
    assert (digest(code) in policy_of(element)) == allowed


def test_a_script_that_stands_twice_is_allowed_once() -> None:
    assert policy_of("<script>a</script><script>a</script>").count("sha256-") == 1


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<style>p {}</style>", "style element"),
        ('<img src="a.png" onerror="go()">', "onerror"),
    ],
)
def test_what_would_be_blocked_is_refused_where_it_stands(
    body: str, what: str
) -> None:
    with pytest.raises(WeaveError, match=rf"a\.html:2: .* blocks this {what}"):
        with_policy(f"{HEAD}\n{body}", Path("a.html"))


def test_code_on_show_is_not_refused() -> None:
    shown = "<pre>&lt;style&gt; onerror=1</pre>"
    assert shown in with_policy(HEAD + shown, Path("a.html"))


def test_a_page_has_a_policy_and_one_without_a_head_is_refused() -> None:
    assert "Content-Security-Policy" in with_policy(HEAD, Path("a.html"))
    with pytest.raises(WeaveError, match="this page has no <meta charset"):
        with_policy("<p>no head</p>", Path("a.html"))
