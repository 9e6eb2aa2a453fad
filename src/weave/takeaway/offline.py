"""The whole site as one archive, to be read from a disk with no server and no network.

Without a server nobody turns the address of a folder into that of its page, hands out the search's
index, or starts the search's worker. So the copy's links say ``index.html``, the index is a script,
and the worker is started from its text.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

LEFT_OUT = re.compile(
    r"404\.html|sitemap\..*|llms.*\.txt|[^/]*\.md|.*\.(?:map|inv|zip)"
    r"|assets/javascripts/(?:lunr|workers)/.*"  # the worker's text is in WORKER
    r"|assets/live/.*"
)
# browsers take modules from hosts only; without them the static figures stand
MODULES = re.compile(
    r'<script [^>]*type="module"></script>|<div class="live-panel"></div>'
)
LINK = re.compile(
    r'(?<= href=")(?P<path>(?![a-z]+:)(?:[^"?#]*/)?(?:\.{1,2})?)(?P<rest>#[^"]*)?(?=")'
)
# a disk is quick, and no origin
PRELOAD = re.compile(r'<link rel="pre(?:load|fetch)"[^>]*>')
POLICY = re.compile(r'(?<=http-equiv="Content-Security-Policy" content=")[^"]*')
INDEX = "search/search_index.json"
BUNDLE = re.compile(r'<script src="(?P<assets>[^"]*/)bundle\.[^"]*"[^>]*></script>')
WORKER = """\
// A page that lies on a disk may start a worker only from a text that it holds.
const text = {text};
window.Worker = class extends Worker {{
  constructor() {{
    super(URL.createObjectURL(new Blob([text])));
  }}
}};
"""


def pack(site: Path, name: str) -> None:
    """Write ``name.zip`` into a finished site: the same bytes for the same site.

    Raises
    ------
    ValueError
        If the site has not exactly one search worker.
    """
    with zipfile.ZipFile(
        site / f"{name}.zip", "w", zipfile.ZIP_DEFLATED
    ) as archive:
        for path, content in sorted(copy_of(site, name)):
            entry = zipfile.ZipInfo(f"{name}/{path}")  # dated 1980, as all are
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)


def copy_of(site: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file of the copy."""
    for path in site.rglob("*"):
        where = path.relative_to(site).as_posix()
        if path.is_dir() or LEFT_OUT.fullmatch(where):
            continue
        if path.suffix == ".html":
            page = path.read_text(encoding="utf-8")
            yield where, without_server(page, f"{name}.zip").encode()
        elif where == INDEX:
            index = path.read_text(encoding="utf-8")
            yield INDEX.removesuffix("on"), index_as_script(index).encode()
        else:
            yield where, path.read_bytes()
    workers = list(site.glob("assets/javascripts/workers/search.*.js"))
    if len(workers) != 1:
        raise ValueError(f"the site has {len(workers)} search workers; expected 1")
    text = workers[0].read_text(encoding="utf-8")
    yield (
        "assets/javascripts/worker.js",
        WORKER.format(text=json.dumps(text)).encode(),
    )


def without_server(html: str, archive: str) -> str:
    """Return a page that needs no server, and does not offer the ``archive`` that it comes from.

    Examples
    --------
    >>> without_server('<a href="../data/#split">data</a>, <a href="b.zip">all</a>', "b.zip")
    '<a href="../data/index.html#split">data</a>, all'
    """
    html = re.sub(
        rf'<a href="[^"]*\b{re.escape(archive)}"[^>]*>(.*?)</a>', r"\1", html
    )
    html = LINK.sub(
        lambda link: file_behind(link["path"]) + (link["rest"] or ""), html
    )
    html = PRELOAD.sub("", MODULES.sub("", html))
    html = POLICY.sub(lambda policy: for_a_disk(policy[0]), html)
    return BUNDLE.sub(r'<script src="\g<assets>worker.js"></script>\g<0>', html)


def for_a_disk(policy: str) -> str:
    """Return a policy for pages without a host: the files of the disk are their own.

    Examples
    --------
    >>> for_a_disk("font-src 'self'; worker-src 'self'")
    "font-src 'self' file:; worker-src blob:"
    """
    worker = policy.replace("worker-src 'self'", "worker-src blob:")
    return worker.replace("'self'", "'self' file:")


def file_behind(path: str) -> str:
    """Return the file that a server would answer with.

    Examples
    --------
    >>> [file_behind(path) for path in ("", ".", "..", "../data/", "a/..")]
    ['', './index.html', '../index.html', '../data/index.html', 'a/../index.html']
    """
    if not path:
        return ""
    return f"{path.removesuffix('/')}/index.html"


def index_as_script(index: str) -> str:
    """Return the search's index as the script that the theme looks for on a disk.

    Examples
    --------
    >>> index_as_script('{"docs": [{"location": "data/#split"}, {"location": ""}]}')
    'var __index = {"docs": [{"location": "data/index.html#split"}, {"location": "index.html"}]}'
    """
    found = json.loads(index)
    for section in found["docs"]:
        path, mark, anchor = section["location"].partition("#")
        section["location"] = f"{path}index.html{mark}{anchor}"
    return f"var __index = {json.dumps(found, ensure_ascii=False)}"
