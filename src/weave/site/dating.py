"""When the book last changed, which dates its site."""

import subprocess
from pathlib import Path


def last_change(root: Path) -> int:
    """Return when the last commit was made, in seconds since 1970; 0 if there is none.

    Examples
    --------
    >>> last_change(Path("/"))
    0
    """
    try:
        found = subprocess.run(
            ["git", "rev-list", "--timestamp", "-1", "HEAD"],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:  # no git
        return 0
    return int(found.stdout.split()[0]) if found.stdout else 0
