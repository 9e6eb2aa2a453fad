"""Write what a site is made of into a folder: ``python -m weave FOLDER``, from the project's root.

The pages are plain Markdown with their figures beside them, so any engine can take it from here.
"""

import sys
from pathlib import Path

from mkdocs.config import load_config

from weave.site.mkdocs import book_of
from weave.site.prepare import prepare


def main(folder: Path) -> None:
    """Write the pages and the files into a folder."""
    prepared = prepare(book_of(load_config("mkdocs.yml")))
    for name, content in {**prepared.texts, **prepared.files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
