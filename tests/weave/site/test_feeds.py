"""Machines get every page as plain Markdown, listed in the order of reading."""

from weave.site.feeds import Entry, for_language_models


def test_pages_are_listed_below_their_sections_and_joined() -> None:
    entries = [
        Entry("Start", "Home", "What it is.", "index.md", "# Home\n"),
        Entry("Start", "More", "What else.", "more.md", "# More\n\n"),
        Entry("Use", "Notes", "Letters.", "notes.md", "# Notes\n"),
    ]
    made = dict(for_language_models("Book", "A book.", "https://a.org/", entries))
    assert made["more.md"] == "# More\n\n"
    assert made["llms.txt"] == (
        "# Book\n\n> A book.\n\n\n## Start\n\n"
        "- [Home](https://a.org/index.md): What it is.\n"
        "- [More](https://a.org/more.md): What else.\n"
        "\n## Use\n\n- [Notes](https://a.org/notes.md): Letters.\n"
    )
    assert made["llms-full.txt"] == "# Home\n\n# More\n\n# Notes\n"
