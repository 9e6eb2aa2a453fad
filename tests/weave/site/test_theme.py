"""What the build changes in its own scripts, and in no others."""

from mkdocs.structure.files import File, Files

from weave.site import theme


def file(name: str, content: str) -> File:
    made = File(name, None, "site", use_directory_urls=True)
    made.content_string = content
    return made


def test_only_people_need_comments_in_scripts_of_live_figures() -> None:
    code = "// Why.\nconst one = 1;\n"
    live, other = file("assets/live/a.js", code), file("assets/other.js", code)
    theme.adapt(Files([live, other]))
    assert live.content_string == "const one=1;"
    assert other.content_string == code
