"""Say what the build is doing, for a reader who waits: one line on a terminal, plainly in a log."""

import logging
import sys

LOG = logging.getLogger("mkdocs.weave")
SAID: list[str] = []  # in the log
CLEAR = "\r\x1b[K"  # back to the beginning of the line, and nothing on it


def tell(what: str, done: int = 0, total: int = 0) -> None:
    """Say what is being done, and how far it is; a log gets only the beginning and the end."""
    far = f": {done} of {total}" if total else ""
    if not LOG.isEnabledFor(logging.INFO):
        return
    if sys.stderr.isatty():
        sys.stderr.write(f"{CLEAR}{what}{far}")
        sys.stderr.flush()
    elif done in (0, total) and SAID[-1:] != [what + far]:
        SAID.append(what + far)
        LOG.info(SAID[-1])


def tell_costs(seconds: dict[str, float]) -> None:
    """Say what each drawing cost, slowest first, so that nobody adds a slow one unseen."""
    end()
    slowest = sorted(seconds, key=lambda name: -seconds[name])
    costs = ", ".join(f"{name} {seconds[name]:.1f}" for name in slowest)
    LOG.info("seconds to draw: %s", costs)


def end() -> None:
    """Clear the line, for what others have to say."""
    if LOG.isEnabledFor(logging.INFO) and sys.stderr.isatty():
        sys.stderr.write(CLEAR)
        sys.stderr.flush()
