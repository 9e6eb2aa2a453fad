"""Serve a built site the way a static host does: compressed, and cached for ten minutes."""

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import BinaryIO

# pages share most of their files
compressed = cache(partial(gzip.compress, mtime=0))
COMPRESSED = {".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"}


class Host(ThreadingHTTPServer):
    """A server that remembers how many bytes of content it sent for each request."""

    sent: list[tuple[str, int]]
    base: str

    @property
    def address(self) -> str:
        """Where the site's home page is, without the last slash."""
        return f"http://127.0.0.1:{self.server_port}{self.base}".rstrip("/")


class StaticFiles(SimpleHTTPRequestHandler):
    """Files of one folder, with the page 404.html in place of those that are missing."""

    protocol_version = "HTTP/1.1"
    # Windows asks its registry, where a script may be plain text, which no browser runs
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript"
    }
    server: Host

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Send the headers of a file; return its bytes as they go over the wire."""
        status, path = HTTPStatus.OK, Path(self.translate_path(self.path))
        if path.is_dir():
            if not self.path.partition("?")[0].endswith("/"):
                return super().send_head()  # which redirects
            path /= "index.html"
        if not path.is_file():
            status, path = HTTPStatus.NOT_FOUND, Path(self.directory, "404.html")
        content = path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
            content = compressed(content)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.server.sent.append((self.path, len(content)))
        return BytesIO(content)

    def translate_path(self, path: str) -> str:
        """Return the file behind an address; outside the site there is none."""
        if not path.startswith(self.server.base):
            return os.devnull
        return super().translate_path("/" + path.removeprefix(self.server.base))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def hosted(site: Path, base: str = "/") -> Iterator[Host]:
    """Serve a folder below the path ``base`` of a free port while the context lasts."""
    with Host(("127.0.0.1", 0), partial(StaticFiles, directory=site)) as host:
        host.sent, host.base = [], base
        Thread(target=host.serve_forever, daemon=True).start()
        yield host
        host.shutdown()
