"""The whole site as one archive, to be read from a disk with no server and no network.

Without a server nobody turns the address of a folder into that of its page, hands out the search's
index, or starts the search's worker. So the copy's links say ``index.html``, the index is a script,
and the worker is started from its text.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

# a tag that loads or leads somewhere, or says what may be loaded
TAG = re.compile(r"<(?P<name>a|link|meta|script)\b(?P<attributes>[^>]*)>")
# an attribute and its value
ATTRIBUTE = re.compile(r'(?<= )(?P<name>[\w-]+)="(?P<value>[^"]*)"')
# what is for machines, and what only a server can use
LEFT_OUT = re.compile(
    r"404\.html|(?:llms|sitemap\.)[^/]*|[^/]*\.md|.*\.(?:map|inv|zip)"
    r"|assets/(?:javascripts/(?:lunr|workers)|live)/.*"
)
BUNDLE = "assets/javascripts/bundle."
INDEX = "search/search_index.json"
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
    """Write ``name.zip`` into a finished site: the same bytes for the same site."""
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
        if path.is_dir() or is_left_out(where):
            continue
        if path.suffix == ".html":
            page = path.read_text(encoding="utf-8")
            yield where, without_server(page, f"{name}.zip").encode()
        elif where == INDEX:
            index = path.read_text(encoding="utf-8")
            yield INDEX.removesuffix("on"), index_as_script(index).encode()
        else:
            yield where, path.read_bytes()
    (worker,) = site.glob("assets/javascripts/workers/search.*.js")
    text = worker.read_text(encoding="utf-8")
    yield (
        "assets/javascripts/worker.js",
        WORKER.format(text=json.dumps(text)).encode(),
    )


def is_left_out(path: str) -> bool:
    """Tell whether a file of the site is of no use on a disk.

    Examples
    --------
    >>> names = "sitemap.xml data.md 404.html llms.txt a/b.js.map objects.inv x.zip"
    >>> names += " assets/live/a.js assets/javascripts/workers/s.js"
    >>> all(is_left_out(name) for name in names.split())
    True
    >>> is_left_out("source/data.md"), is_left_out("sitemap/index.html")
    (False, False)
    """
    return LEFT_OUT.fullmatch(path) is not None


def without_server(html: str, archive: str) -> str:
    """Return a page that needs no server, and does not offer the ``archive`` that it comes from.

    Browsers take modules from hosts only; without them the static figures stand.

    Examples
    --------
    >>> without_server('<a href="../data/#split">data</a>, <a href="b.zip">all</a>', "b.zip")
    '<a href="../data/index.html#split">data</a>, <a>all</a>'
    """
    html = html.replace('<div class="live-panel"></div>', "")
    return TAG.sub(partial(tag_on_disk, archive=archive), html)


def tag_on_disk(tag: re.Match[str], archive: str) -> str:
    """Return a tag as a page on a disk needs it."""
    found = dict(ATTRIBUTE.findall(tag["attributes"]))
    new = tag[0]
    if found.get("rel") in (
        "preload",
        "prefetch",
    ):  # a disk is quick, and no origin
        new = ""
    elif "href" in found and found["href"].endswith(archive):
        new = "<a>"
    elif "href" in found:
        behind = file_behind(found["href"])
        new = new.replace(f'href="{found["href"]}"', f'href="{behind}"')
    elif found.get("http-equiv") == "Content-Security-Policy":
        new = new.replace(found["content"], for_a_disk(found["content"]))
    elif found.get("type") == "module":
        new = '<script type="text/plain">'
    elif BUNDLE in found.get("src", ""):
        worker = found["src"].partition(BUNDLE)[0] + "assets/javascripts/worker.js"
        new = f'<script src="{worker}"></script>{new}'
    return new


def for_a_disk(policy: str) -> str:
    """Return a policy for pages without a host: the files of the disk are their own.

    Examples
    --------
    >>> for_a_disk("font-src 'self'; worker-src 'self'")
    "font-src 'self' file:; worker-src blob:"
    """
    worker = policy.replace("worker-src 'self'", "worker-src blob:")
    return worker.replace("'self'", "'self' file:")


def file_behind(address: str) -> str:
    """Return the file that a server would answer with, if the address is of a folder of the site.

    Examples
    --------
    >>> [file_behind(address) for address in ("#a", ".", "..", "../data/#b", "https://a.org/")]
    ['#a', './index.html', '../index.html', '../data/index.html#b', 'https://a.org/']
    """
    path, mark, anchor = address.partition("#")
    of_folder = path.endswith("/") or path.rpartition("/")[2] in (".", "..")
    if ":" in path or not path or not of_folder:
        return address
    return f"{path.removesuffix('/')}/index.html{mark}{anchor}"


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
