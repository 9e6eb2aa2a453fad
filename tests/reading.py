"""Read a page of the book as a person who copies its code would."""

from weave.claims.console import commands
from weave.embed import definitions_of, separated
from weave.fences import Fence

from .building import ROOT


def source_of(fence: Fence) -> str:
    """Return the code of a block as an author wrote it, without prompts and outputs."""
    embedded = definitions_of(fence, ROOT / "src")
    if embedded:
        return separated(embedded)
    if fence.kind == "session":
        return "".join(prompt.source for prompt in fence.prompts)
    if fence.kind == "console":
        return "".join(command.source for command in commands(fence))
    return fence.body
