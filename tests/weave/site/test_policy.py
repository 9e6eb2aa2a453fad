"""The policy of a page: its own scripts by their hash."""

from weave.site.policy import digest, policy_of


def test_each_script_that_a_page_holds_is_allowed_once() -> None:
    policy = policy_of(
        '<script>a</script><script type="module">\n b\n</script><script>a</script>'
        '<script src="c.js"></script><p onclick="d">d</p>'
    )
    assert policy.count("sha256-") == 2
    assert all(f"'sha256-{digest(code)}'" in policy for code in ("a", "\n b\n"))
