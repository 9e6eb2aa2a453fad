"""Time the live figures on a slow phone: `python -m tests.benchmark_live`, after a build.

A slider of each figure is pulled to and fro, a little further in each frame, while Chromium gives
the page a quarter of the processor. At 60 frames a second a frame has 16.7 ms. What is printed is
the time between frames, which other programs can lengthen, and the processor time that the page
took for each, its script and its layout, which they cannot.
"""

from statistics import median

from playwright.sync_api import Locator, Page

from .browsing import chromium
from .building import ROOT
from .hosting import hosted
from .test_live import FIGURES, brought

SLOWER = 4
FRAMES = 240
DRAG = """async (slider, frames) => {
    const frame = () => new Promise(requestAnimationFrame);
    const [low, high] = [Number(slider.min), Number(slider.max)];
    const between = [];
    let last = await frame();
    for (let i = 0; i < frames; i++) {
        const way = 0.5 - 0.5 * Math.cos((4 * Math.PI * i) / frames);
        slider.value = low + (high - low) * way;
        slider.dispatchEvent(new Event('input'));
        const now = await frame();
        between.push(now - last);
        last = now;
    }
    return between;
}"""


def pull(page: Page, slider: Locator) -> tuple[list[float], float]:
    """Return the milliseconds between frames, and how many of them were spent on work."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        seconds = {metric["name"]: float(metric["value"]) for metric in metrics}
        return 1000 * seconds["TaskDuration"]

    before = busy()
    between: list[float] = slider.evaluate(DRAG, FRAMES)
    spent = (busy() - before) / FRAMES
    session.detach()
    return between, spent


def main() -> None:
    """Pull every slider of every live figure and print a line for each."""
    print(
        f"{'figure':<16}{'slider':<12}{'median':>8}{'95%':>8}{'longest':>9}{'work':>7}  ms"
    )
    with chromium() as browser, hosted(ROOT / "site") as host:
        for chapter, name in FIGURES:
            page = browser.new_page(viewport={"width": 390, "height": 800})
            figure = brought(page, host, chapter, name)
            for slider in figure.locator("input[type=range]").all():
                between, spent = pull(page, slider)
                usual, late = median(between), sorted(between)[int(0.95 * FRAMES)]
                print(
                    f"{name:<16}{slider.get_attribute('name'):<12}{usual:8.1f}{late:8.1f}"
                    f"{max(between):9.1f}{spent:7.1f}"
                )
            page.close()


if __name__ == "__main__":
    main()
