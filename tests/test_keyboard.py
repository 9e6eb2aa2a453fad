"""Everything works without a mouse: each thing to press can be reached, and seen when it is."""

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from .browsing import open_and_read
from .hosting import Host

SCREENS: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1440, "height": 900},
}

# A person gives the page a moment between two keys, in which a live figure that is near comes.
# What stands still brings nothing new, but for the header, where the results of the search come.
# On a phone the theme lets nothing scroll until a tenth of a second after its search has closed.
MOMENT = """async () => {
  const near = figure => {
    const {top, bottom} = figure.getBoundingClientRect();
    return bottom > -700 && top < innerHeight + 700;
  };
  const waiting = () => [...document.querySelectorAll("[data-live]:not(.is-live)")].some(near)
    || ("mdScrolllock" in document.body.dataset && !document.activeElement.closest(".md-search"));
  const still = scrollY === window.before && document.activeElement.closest("main, footer");
  for (let i = 0; i < (still ? 0 : 3) || (i < 600 && waiting()); i++)
    await new Promise(requestAnimationFrame);
  window.before = scrollY;
  return window.noted?.includes(null);
}"""
# A box to tick is shown by its label, and a choice of colours by the label behind it.
SEEN = """() => {
  const held = document.activeElement;
  if (held === document.body) return null;
  held.dataset.reached = "";
  const shown = [held, ...(held.labels ?? []), held.nextElementSibling].filter(each => {
    if (!each) return false;
    const {x, y, width, height} = each.getBoundingClientRect();
    const [right, foot] = [x + width, y + height];
    const inside = right > 0 && x < innerWidth && foot > 0 && y < innerHeight;
    const {outlineStyle, outlineWidth, visibility} = getComputedStyle(each);
    const drawn = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    return inside && width > 4 && height > 4 && drawn && visibility === "visible";
  });
  const {x, y} = held.getBoundingClientRect();
  return [shown.length > 0, `${held.outerHTML.slice(0, 120)} at ${[x, y]} of ${innerHeight}`];
}"""
# What holds the focus when the next key comes. The field of the search does not hold it so long; an
# event tells that it had it.
NOTE = """() => {
  window.noted = [];
  addEventListener("focusin", ({target}) => { target.dataset.reached = ""; });
  addEventListener("keydown", () => noted.push((SEEN)()), true);
}""".replace("SEEN", SEEN)
# what could take the focus, and did not; the header has more than shows, for other windows
PRESSABLE_IN = ":is(article, .md-header)"
LEFT_OUT = """part => [...document.querySelectorAll(`${part} *`)]
  .filter(each => each.matches("a[href], button, input, summary, [tabindex='0']"))
  .filter(each => each.checkVisibility({visibilityProperty: true}))
  .filter(each => each.closest("article")
    || (each.tabIndex >= 0 && each.checkVisibility({opacityProperty: true})))
  .filter(each => each.type !== "radio" && !("reached" in each.dataset))
  .map(each => each.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module", params=SCREENS)
def screen(request: pytest.FixtureRequest) -> str:
    """The name of a screen."""
    return str(request.param)


@pytest.fixture(scope="module")
def page(screen: str, browser: Browser) -> Iterator[Page]:
    """The one page of all tests on a screen: to open others costs more."""
    with browser.new_context(viewport=SCREENS[screen]) as context:
        yield context.new_page()


def walk(page: Page, at_once: int) -> list[str]:
    """Press Tab from the top of a page to its end; return what took the focus unseen."""
    page.keyboard.press("Tab")
    if at_once > 1:  # past the header, where each key needs its moment
        page.keyboard.press("Enter")
        page.evaluate(MOMENT)
        page.keyboard.press("Tab")
    page.evaluate(NOTE)
    while not page.evaluate(MOMENT):
        for _ in range(at_once):
            page.keyboard.press("Tab")
    noted = page.evaluate("noted")
    steps = noted[: noted.index(None)]
    assert len(steps) > 15
    return [what for seen, what in steps if not seen]


# The reference is long; what stands above it, and on a desktop beside it, is that of the others.
# All that comes when a reader is near has come there, so the keys need not wait for it.
@pytest.mark.parametrize(
    ("screen", "path", "at_once"),
    [
        *product(SCREENS, ["", "cross-entropy/", "playground/"], [1]),
        ("phone", "reference/", 50),
    ],
    indirect=["screen"],
)
def test_the_tab_key_goes_everywhere_and_nowhere_unseen(
    host: Host, page: Page, path: str, at_once: int
) -> None:
    opened = open_and_read if at_once > 1 else Page.goto
    opened(page, f"{host.address}/{path}")
    assert walk(page, at_once) == []
    part = PRESSABLE_IN if at_once == 1 else "article"
    assert page.evaluate(LEFT_OUT, part) == []


def test_the_colours_change(host: Host, page: Page) -> None:
    page.goto(f"{host.address}/sigmoid/")
    page.locator(".md-option").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("body")).to_have_attribute(
        "data-md-color-scheme", "default"
    )
    page.keyboard.press("ArrowRight")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_one_can_search_and_go_there(host: Host, page: Page) -> None:
    page.goto(f"{host.address}/data/")
    page.keyboard.press("/")
    page.keyboard.type("overflow")
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.evaluate(MOMENT)
    assert page.evaluate(SEEN)[0]
    goal = str(page.evaluate("document.activeElement.href"))
    page.keyboard.press("Enter")
    page.wait_for_url(goal)
    expect(page.locator("article")).to_contain_text("overflow")


@pytest.mark.parametrize("screen", ["phone"], indirect=True)
def test_on_a_phone_a_key_opens_the_drawer_and_its_parts(
    host: Host, page: Page
) -> None:
    page.goto(f"{host.address}/sigmoid/")
    page.get_by_title("Chapters").focus()
    page.keyboard.press("Space")
    page.get_by_role("checkbox", name="Six questions").focus()
    page.keyboard.press("Space")  # back from this part to all
    page.get_by_role("checkbox", name="To use").focus()
    page.keyboard.press("Space")
    link = page.get_by_role("link", name="Pitfalls")
    expect(link).to_be_in_viewport(ratio=1)
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{host.address}/pitfalls/")
