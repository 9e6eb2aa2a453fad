"""The policy of a page: its own scripts by their hash."""

import pytest

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


def test_a_page_has_a_policy_and_one_without_a_head_is_refused() -> None:
    assert "Content-Security-Policy" in with_policy(HEAD)
    with pytest.raises(ValueError, match="a page has no <meta charset"):
        with_policy("<p>no head</p>")
