"""CI has each of the frameworks, built for the CPU."""

from .frameworks import framework, needs_frameworks


@needs_frameworks
def test_pytorch_is_built_for_the_cpu() -> None:
    """A build for CUDA brings gigabytes; FRAMEWORKS=no keeps it from being installed."""
    assert framework("torch").version.cuda is None
