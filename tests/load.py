"""Put the built site under load, on this machine alone: `python -m tests.load`.

nginx serves a copy of `site/` on a free port of the loopback interface, and wrk asks for all of its
files in turn, for a few seconds with each number of connections. The table says how many requests
a second were answered, how long half of them and 99 of 100 took, and how many failed; the command
ends with an error if any did. `mkdocs build` comes first; both tools are Debian packages.
"""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .building import ROOT

SECONDS = 5
CONNECTIONS = (1, 16, 64, 256)
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
WRK = shutil.which("wrk")
SETTINGS = """
daemon off;
user root;
pid {folder}/pid;
error_log stderr error;
worker_processes auto;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; }}
  access_log off;
  sendfile on;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  server {{ listen 127.0.0.1:{port}; root {folder}/site; error_page 404 /404.html; }}
}}
"""
ASKING = """
local paths, next_path = {{{paths}}}, 0
request = function()
  next_path = next_path % #paths + 1
  return wrk.format("GET", paths[next_path])
end
done = function(summary, latency)
  local errors, failed = summary.errors, 0
  for _, kind in ipairs({{"connect", "read", "write", "status", "timeout"}}) do
    failed = failed + errors[kind]
  end
  print(string.format('{{"a_second": %f, "megabytes": %f, "half": %f, "most": %f, "failed": %d}}',
    summary.requests / summary.duration * 1e6, summary.bytes / summary.duration,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, failed))
end
"""


@dataclass(frozen=True)
class Answers:
    """What a server did under load.

    Attributes
    ----------
    a_second, megabytes
        Requests answered, and megabytes sent, in a second.
    half, most
        Milliseconds within which half of the answers came, and 99 of 100.
    failed
        Requests without an answer, or with one that is an error.
    """

    a_second: float
    megabytes: float
    half: float
    most: float
    failed: int


class Host:
    """A folder served by nginx, until it is stopped."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        (folder / "nginx.conf").write_text(
            SETTINGS.format(folder=folder, port=self.port), encoding="utf-8"
        )
        self.process = subprocess.Popen(
            [str(NGINX), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
        )
        self.wait()

    def wait(self) -> None:
        """Return as soon as the server takes a connection."""
        for _ in range(100):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise TimeoutError("nginx did not start within 5 seconds")

    def ask(self, paths: list[str], connections: int) -> Answers:
        """Ask for paths in turn over some connections at once, for a few seconds."""
        script = self.folder / "ask.lua"
        words = ", ".join(json.dumps(path) for path in paths)
        script.write_text(ASKING.format(paths=words), encoding="utf-8")
        threads = min(2, connections)
        command = [
            WRK,
            f"-t{threads}",
            f"-c{connections}",
            f"-d{SECONDS}s",
            "-s",
            script,
        ]
        output = subprocess.check_output(
            [*map(str, command), f"http://127.0.0.1:{self.port}"], text=True
        )
        return Answers(**json.loads(output.splitlines()[-1]))


@contextmanager
def under_load(site: Path) -> Iterator[tuple[Host, list[str]]]:
    """Serve a copy of a site; also return the address of each of its files.

    Raises
    ------
    LookupError
        If nginx or wrk is missing, or there is no site.
    """
    if NGINX is None or WRK is None:
        raise LookupError("needs nginx and wrk; both are Debian packages")
    if not (site / "index.html").is_file():
        raise LookupError(f"needs a site in {site.name}/; build it first")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(site, folder / "site")
        (folder / "site" / "one-byte.txt").write_bytes(b"1")
        files = [path for path in site.rglob("*") if path.is_file()]
        paths = sorted(f"/{path.relative_to(site).as_posix()}" for path in files)
        host = Host(folder)
        try:
            yield host, [path.removesuffix("index.html") for path in paths]
        finally:
            host.process.terminate()
            host.process.wait()


def main() -> int:
    """Print a row for each number of connections; return 1 if any request failed."""
    failed = 0
    with under_load(ROOT / "site") as (host, paths):
        print(f"{len(paths)} files, {SECONDS} seconds a row")
        print("connections  requests/s    MB/s  half within  99 % within  failed")
        for connections in CONNECTIONS:
            found = host.ask(paths, connections)
            failed += found.failed
            print(
                f"{connections:11}  {found.a_second:10,.0f}  {found.megabytes:6,.0f}"
                f"  {found.half:8.2f} ms  {found.most:8.2f} ms  {found.failed:6}"
            )
    return min(failed, 1)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except LookupError as error:
        sys.exit(f"python -m tests.load {error}")
