"""Time the live figures on a slow phone: `python -m tests.benchmark_live`, after a build.

A finger pulls each slider of each figure to both ends, a little further in each frame. What is
printed is the work of a frame in which the figure is drawn: the processor time that the main thread
of the page takes for the reader's hand, the script, the style, the layout and the painting. A phone
that is four times slower takes four times as long, and at 60 frames a second it has 16.7 ms. If one
frame in twenty of any slider takes longer, the command fails.

Chromium can slow a page down, and the time between frames can be measured, but both go by the
clock, and a busy machine would count as a slow page. Processor time is better, but what else runs
on the machine lengthens it, too, now here, now there. The finger takes the same steps in each pull,
so for each step the shortest of several pulls counts. The finger is moved through the browser, as a
phone's screen does it; an event that a script sends would leave out what the browser does with a
touch. To report what it does takes the browser time, too, so it is asked for its tasks alone, and
the page notes when it has drawn what.
"""

import sys
from bisect import bisect_right
from collections import Counter
from math import pi, sin
from statistics import median
from typing import Any

from playwright.sync_api import CDPSession, Locator, Page

from .browsing import chromium
from .building import ROOT
from .hosting import hosted
from .test_live import FIGURES, brought

SLOWER = 4
IN_TIME = 1000 / 60
STEPS = 60  # from end to end
PULLS = 5
TRACED = ["toplevel", "blink.user_timing"]
TASK = "ThreadControllerImpl::RunTask"
FRAME = "ScheduledActionSendBeginMainFrame"  # what posts the task of a frame
BEGUN = "begun"  # a mark by which the clock of the page is set to the browser's
NOTE = """slider => {
    window.drawn = [];
    window.noted = slider;
    if (window.asked) return;
    window.asked = requestAnimationFrame;
    window.requestAnimationFrame = draw => asked(now => {
        draw(now);
        drawn.push([performance.now(), noted.value]);
    });
}"""

Event = dict[str, Any]
# a value of the slider, and for the how many-th time it has this value
Step = tuple[str, int]


def to_both_ends(session: CDPSession, slider: Locator) -> None:
    """Take a slider in its middle, go to both of its ends, and leave it in its middle."""
    box = slider.bounding_box()
    assert box is not None
    middle, half = box["x"] + box["width"] / 2, box["width"] / 2
    y = box["y"] + box["height"] / 2

    def touch(kind: str, *points: dict[str, float]) -> None:
        session.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [*points]}
        )

    touch("touchStart", {"x": middle, "y": y})
    for step in range(2 * STEPS + 1):
        touch("touchMove", {"x": middle + half * sin(pi * step / STEPS), "y": y})
    touch("touchEnd")


def pull(page: Page, slider: Locator) -> dict[Step, float]:
    """Pull a slider, and return the milliseconds that each drawn frame takes on the phone."""
    session = page.context.new_cdp_session(page)
    events: list[Event] = []
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    ended = False

    def end(_: Event) -> None:
        nonlocal ended
        ended = True

    session.on("Tracing.tracingComplete", end)
    slider.evaluate(NOTE)
    categories = {"includedCategories": TRACED}
    session.send("Tracing.start", {"traceConfig": categories})
    begun = page.evaluate("name => performance.mark(name).startTime", BEGUN)
    to_both_ends(session, slider)
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    session.detach()
    drawn = page.evaluate("drawn")
    return work_by_step(events, [(at - begun, value) for at, value in drawn])


def work_by_step(
    events: list[Event], drawn: list[tuple[float, str]]
) -> dict[Step, float]:
    """Return the milliseconds of each frame in which something was drawn, on the phone."""
    begun = next(event for event in events if event["name"] == BEGUN)
    main = begun["pid"], begun["tid"]
    tasks = [
        event
        for event in events
        if event["name"] == TASK and (event["pid"], event["tid"]) == main
    ]
    frames = sorted(
        task["ts"] for task in tasks if task["args"].get("src_func") == FRAME
    )
    assert frames, "this Chromium has another name for its tasks"
    work = [0.0] * (len(frames) + 1)
    for task in tasks:
        # a task in which the tracing begins has no duration
        spent = task.get("tdur", 0)
        work[bisect_right(frames, task["ts"])] += SLOWER * spent / 1000
    times: Counter[str] = Counter()
    by_step = {}
    for at, value in drawn:
        times[value] += 1
        frame = bisect_right(frames, begun["ts"] + 1000 * at)
        by_step[value, times[value]] = work[frame]
    return by_step


def shortest(pulls: list[dict[Step, float]]) -> list[float]:
    """Return the work of each step where other programs disturbed it least, in rising order."""
    steps = set.intersection(*(set(pull) for pull in pulls))
    return sorted(min(pull[step] for pull in pulls) for step in steps)


def late(work: list[float]) -> float:
    """Return the work of the frame than which one in twenty has more."""
    return work[int(0.95 * len(work))]


def main() -> int:
    """Pull every slider of every live figure, print a line for each, and the verdict."""
    print(
        f"{'figure':<16}{'slider':<12}{'median':>8}{'95%':>8}{'longest':>9}  ms   over"
    )
    missed = []
    with chromium() as browser, hosted(ROOT / "site") as host:
        for chapter, name in FIGURES:
            page = browser.new_page(
                viewport={"width": 390, "height": 800},
                has_touch=True,
                is_mobile=True,
            )
            figure = brought(page, host, chapter, name)
            for slider in figure.locator("input[type=range]").all():
                slider.evaluate(
                    "it => it.scrollIntoView({block: 'end', behavior: 'instant'})"
                )
                pulls = [pull(page, slider) for _ in range(PULLS)]
                # a phone has no mouse, under which something could pass
                figure.locator(".live-reset").tap()
                work = shortest(pulls)
                over = sum(each > IN_TIME for each in work) / len(work)
                control = slider.get_attribute("name")
                print(
                    f"{name:<16}{control:<12}{median(work):8.1f}{late(work):8.1f}"
                    f"{work[-1]:9.1f}{over:10.0%}",
                    flush=True,
                )
                if late(work) > IN_TIME:
                    missed.append(f"{name} {control}")
            page.close()
    print(
        f"Too slow: {', '.join(missed)}."
        if missed
        else "All hold 60 frames a second."
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
