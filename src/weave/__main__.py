"""Write what a site is made of into a folder: ``python -m weave FOLDER``, from the project's root.

The pages are plain Markdown with their figures beside them, so any engine can take it from here.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from weave.site.mkdocs import as_plugin_error, book_of, refuse_missing_pages
from weave.site.prepare import prepare


def main(arguments: list[str]) -> None:
    """Write the pages and the files into a folder, or exit with the reason."""
    parser = ArgumentParser("python -m weave", description=__doc__)
    parser.add_argument("folder", metavar="FOLDER", type=Path)
    folder = parser.parse_args(arguments).folder
    try:
        config = load_config("mkdocs.yml")
        with as_plugin_error(config):
            refuse_missing_pages(config)
            prepared = prepare(book_of(config))
    except MkDocsException as error:
        sys.exit(str(error))
    for name, content in {**prepared.texts, **prepared.files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


if __name__ == "__main__":
    main(sys.argv[1:])
