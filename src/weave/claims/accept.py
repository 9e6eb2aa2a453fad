"""Write outputs and numbers that changed on purpose into the pages: `pytest --accept`."""

from weave.claims.sessions import Session
from weave.reading import read_text
from weave.text import replaced


def write_edits(session: Session) -> list[str]:
    """Write what was accepted of a page into its file, at once; return what to tell about it.

    Nothing is written of a page that did not run whole, that has another mistake, or that has
    changed since it was read. The file keeps its line ends and is replaced in one step.
    """
    if not session.edits:
        return []
    path, file = session.path, session.root / session.path
    if not session.complete:
        return [
            f"nothing accepted in {path}: not all of it ran, or something else is wrong"
        ]
    if read_text(session.root, path) != session.document.text:
        return [f"nothing accepted in {path}: it has changed since it was read"]
    content = file.read_bytes()
    newline = "\r\n" if b"\r\n" in content else "\n"
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    text = replaced(session.document.text, session.edits).replace("\n", newline)
    written = file.with_name(f".{file.name}.accepted")
    written.write_bytes(text.encode(encoding))
    written.replace(file)
    return [
        f"accepted in {path}: {new.strip()}" for _, _, new in sorted(session.edits)
    ]
