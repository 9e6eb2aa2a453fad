"""What the build changes in the theme, it finds there, or it says that it doesn't."""

import pytest
from mkdocs.structure.files import File, Files

from weave.site import theme


def file(name: str, content: str) -> File:
    made = File(name, None, "site", use_directory_urls=True)
    made.content_string = content
    return made


def test_a_theme_that_says_it_otherwise_is_refused() -> None:
    known = "".join(theme.SCRIPT)
    for text in (known, known.replace("Worker", "Thread")):
        script = file("assets/javascripts/bundle.0.min.js", text)
        if text == known:
            theme.adapt(Files([script]))
            assert "file:" not in script.content_string
        else:
            with pytest.raises(ValueError, match=r"no 't=new Worker.* to change"):
                theme.adapt(Files([script]))


def test_only_people_need_comments_in_scripts_of_live_figures() -> None:
    code = "// Why.\nconst one = 1;\n"
    live, other = file("assets/live/a.js", code), file("assets/other.js", code)
    theme.adapt(Files([live, other]))
    assert live.content_string == "const one=1;"
    assert other.content_string == code
