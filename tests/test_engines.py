"""The built site looks, reads and works in Firefox and in WebKit as it does in Chromium.

What the other files prove in Chromium is proved here in the other two; the rest in all three.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image

from .browsing import paths_of
from .building import SITE_URL
from .engines import (
    FIREFOX,
    MINI_BROWSERS,
    WEBKIT,
    WIDE,
    XVFB,
    Chromium,
    Engine,
    NotChromium,
    firefox,
    webkit,
)
from .hosting import hosted
from .test_keyboard import LEFT_OUT, PRESSABLE_IN
from .test_live import CHAPTER_OF, DRIVE, compare_driven
from .test_search import QUESTIONS
from .visiting import CUT

# It stands before the page's policy, which would refuse it, and keeps what goes wrong from then on.
# Firefox fetches the next page ahead, and calls it an error if one leaves before it has come.
WITNESS = """<script>
window.complaints = [];
addEventListener("error", event => event.target.rel === "next"
    || complaints.push(event.message ?? event.target.outerHTML), true);
addEventListener("unhandledrejection", event => complaints.push(String(event.reason)));
addEventListener("securitypolicyviolation", event =>
    complaints.push(`${event.effectiveDirective} refuses ${event.blockedURI}`));
for (const level of ["error", "warn"]) console[level] = (...all) => complaints.push(all.join(" "));
</script>"""
NARROW = (
    "<!doctype html><title>A phone</title><iframe width=320 height=640></iframe>"
)


def with_witness(folder: Path) -> Path:
    """Write the witness into every page of a folder, and add a page with a narrow frame."""
    for path in folder.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert page.count("<head>") == 1
        path.write_text(
            page.replace("<head>", f"<head>{WITNESS}"), encoding="utf-8"
        )
    (folder / "narrow.html").write_text(NARROW, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the home page of the site is, whose pages keep what goes wrong."""
    folder = tmp_path_factory.mktemp("host") / "site"
    shutil.copytree(site, folder)
    with hosted(with_witness(folder), urlsplit(SITE_URL).path) as host:
        yield host.address


@pytest.fixture(scope="module")
def home_on_disk(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home page of the copy that needs no host; its pages keep what goes wrong."""
    folder = tmp_path_factory.mktemp("disk")
    shutil.unpack_archive(site / "first-neuron.zip", folder)
    (home,) = with_witness(folder).glob("*/index.html")
    return home


@pytest.fixture(scope="module")
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Each of the engines; without it a test is skipped, but not in CI on Linux."""
    name: str = request.param
    missing = {
        "Firefox": not (FIREFOX and sys.platform == "linux"),
        "WebKit": not (WEBKIT and XVFB and MINI_BROWSERS),
    }
    if missing.get(name) and not ("CI" in os.environ and sys.platform == "linux"):
        pytest.skip(f"needs {name}; see .ci/run for Linux, or leave this to CI")
    folder = tmp_path_factory.mktemp(name)
    if name == "Chromium":
        width, height = WIDE
        browser = request.getfixturevalue("browser")
        with browser.new_page(viewport={"width": width, "height": height}) as page:
            yield Chromium(page)
    else:
        with (firefox if name == "Firefox" else webkit)(folder) as engine:
            yield engine


in_the_others = pytest.mark.parametrize(
    "engine", ["Firefox", "WebKit"], indirect=True, scope="module"
)


# how wide a page in the frame has to be, what of it is cut off or out of the keyboard's reach,
# which full stop begins a line, which name of a choice stands above it, what is copied with code,
# whether the fallback font was asked for, though another is there, what each live figure shows, and
# what the page complains about
VISIT = """async (address, names) => {
  const frame = document.querySelector("iframe");
  const loaded = new Promise(done => { frame.onload = done; });
  frame.src = address;
  await loaded;
  const {document: page, complaints, innerWidth} = frame.contentWindow;
  const all = selector => [...page.querySelectorAll(selector)];
  const unfold = () => all("details").forEach(box => { box.open = true; });
  unfold();
  const images = [...page.images].filter(image => image.checkVisibility());
  for (const image of images) image.loading = "eager";
  const come = image =>
    image.complete || new Promise(done => { image.onload = image.onerror = done; });
  await Promise.all(images.map(come));
  await page.fonts.ready;
  const place = (node, ...part) => {
    const range = page.createRange();
    if (part.length) part.forEach((at, i) => range[i ? "setEnd" : "setStart"](node, at));
    else range.selectNodeContents(node);
    return range.getBoundingClientRect();
  };
  const beginsALine = math => {
    const next = math.nextSibling ?? math.parentElement.nextSibling;
    const {left, width} = math.getBoundingClientRect();
    return /^[.,:;?!)]/.test(next?.data) && place(next, 0, 1).left < left + width / 2;
  };
  const selection = frame.contentWindow.getSelection();
  const selected = code => {
    selection.selectAllChildren(code);
    return selection.toString();
  };
  const read = {
    width: innerWidth,
    needed: page.documentElement.scrollWidth,
    missing: images.filter(image => !image.naturalWidth).map(image => image.outerHTML),
    cut: (CUT)(page),
    unreachable: all("pre > code:not([tabindex], details *)")
      .filter(code => code.scrollWidth > code.clientWidth).map(code => code.textContent),
    orphans: all("span.formula > math").filter(beginsALine).map(math => math.outerHTML),
    prompts: all("code:has(> span .gp)").map(selected).filter(text => text.includes(">>>")),
    fallback: [...page.fonts].find(font => font.family.includes("Fallback")).status,
    driven: {},
  };
  selection.removeAllRanges();
  for (const name of names) {
    const figure = page.querySelector(`figure[data-live="${name}"]`);
    figure.scrollIntoView({block: "center", behavior: "instant"});
    const isDrawn = output => output.dataset.value !== undefined;
    while (!figure.matches(".is-live") || ![...figure.querySelectorAll("output")].every(isDrawn))
      await new Promise(requestAnimationFrame);
    read.driven[name] = await (DRIVE)(figure);
  }
  unfold(); // what came with a figure
  read.stacked = all(".live-row fieldset")
    .filter(box => place(box.firstChild).bottom <= place(box.lastChild).top)
    .map(box => box.textContent);
  return {...read, complaints};
}""".replace("CUT", CUT).replace("DRIVE", DRIVE)
UNWANTED = "missing cut unreachable orphans prompts stacked complaints"


@in_the_others
def test_every_page_is_whole_on_a_phone_and_shows_what_python_says(
    engine: NotChromium, address: str, site: Path
) -> None:
    engine.open(f"{address}/narrow.html")
    for path in paths_of(site):
        chapter = path.removesuffix("/") or "index"
        names = [name for name, place in CHAPTER_OF.items() if place == chapter]
        read = engine.run(VISIT, f"{address}/{path}", names)
        assert read["needed"] <= read["width"] == 320, path
        assert read["fallback"] == "loaded", path
        for what in UNWANTED.split():
            assert read[what] == [], (path, what)
        for name in names:
            compare_driven(read["driven"][name], name)


# figures of the book, each small, on the page's own ground, and beside them an underscore in a link
HANG = """async addresses => {
  const images = addresses.flatMap(address => ["light", "dark"].map(scheme => {
    const image = new Image();
    image.src = `${address}#only-${scheme}`;
    image.style.cssText = "width: 300px; height: 200px; object-fit: contain; margin: 0";
    return image;
  }));
  const figure = document.createElement("figure");
  figure.style.cssText = "display: flex; flex-wrap: wrap; align-content: start; position: fixed; "
    + "inset: 0; z-index: 9; width: auto; max-width: none; margin: 0; background: var(--paper)";
  const link = document.createElement("a");
  link.href = "#";
  link.innerHTML = "<code>__</code>";
  link.style.cssText = "position: absolute; left: 1210px; top: 0; font-size: 48px; line-height: 1";
  figure.append(...images, link);
  document.querySelector("article").replaceChildren(figure);
}"""
SWITCH = """async scheme => {
  while (document.body.dataset.mdColorScheme !== scheme) {
    document.querySelector(".md-header__option label:not([hidden])").click();
    await new Promise(requestAnimationFrame);
  }
  const images = [...document.images].filter(image => image.checkVisibility());
  await Promise.all(images.map(image => image.decode()));
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
}"""
HUNG_AT_ONCE = 16  # as many as there is room for, four in a row
# a mixture of the other colours may look like one of these
COLOURED = {"class-0", "class-1", "neuron", "truth"}
RULES = re.compile(r":root(?::target)?\{([^}]*)\}")
COLOUR = re.compile(r"--([\w-]+):#(\w{6})")


def colours_of(svg: str) -> list[dict[str, Any]]:
    """Return the light and the dark colours of a figure by their names."""
    light, *_, dark = RULES.findall(svg)
    return [
        {
            name: np.array([*bytes.fromhex(code)])
            for name, code in COLOUR.findall(rules)
        }
        for rules in (light, dark)
    ]


@pytest.mark.parametrize(
    "engine", ["Chromium", "Firefox", "WebKit"], indirect=True, scope="module"
)
def test_figures_have_the_colours_of_the_page(
    engine: Engine, address: str, site: Path
) -> None:
    figures = sorted(site.glob("figures/*.svg"))
    engine.open(f"{address}/404.html")
    schemes = ["default", "slate"]
    for start in range(0, len(figures), HUNG_AT_ONCE):
        some = figures[start : start + HUNG_AT_ONCE]
        engine.run(HANG, [f"{address}/figures/{path.name}" for path in some])
        for scheme in schemes:
            engine.run(SWITCH, scheme)
            picture = engine.picture()
            for number, path in enumerate(some):
                left, top = number % 4 * 300, number // 4 * 200
                tile = picture.crop((left, top, left + 300, top + 200))
                assert_is_coloured(tile, path.read_text(encoding="utf-8"), scheme)
        schemes.reverse()  # the next figures come in the colours that are shown now
    column = np.array(picture.crop((1234, 0, 1235, 100)), dtype=int)[:, 0]
    ink = abs(column - column[-1]).max(axis=1) > 80
    strokes = np.count_nonzero(np.diff(ink, prepend=False) & ink)
    assert strokes == 2, "an underline and an underscore are one"


def assert_is_coloured(tile: Image.Image, svg: str, scheme: str) -> None:
    """A picture of a figure has the colours of one scheme, and none of the other."""
    width, height = tile.size
    pixels = np.array(
        [colour for _, colour in tile.getcolors(width * height) or ()]
    )
    light, dark = colours_of(svg)
    right, wrong = (light, dark) if scheme == "default" else (dark, light)
    used = {name for name in COLOURED if f"var(--{name})" in svg}
    title = svg.partition("</title>")[0].partition("<title")[2]
    assert not used or any(is_in(pixels, right[name]) for name in used), title
    assert not any(is_in(pixels, wrong[name]) for name in COLOURED), title
    ink = pixels.min() if scheme == "default" else pixels.max()
    assert abs(ink - np.mean(right["ink"])) < 60, title


def is_in(pixels: Any, colour: Any) -> bool:
    """Return whether pixels have a colour, but for what no eye sees."""
    return bool((abs(pixels - colour).max(axis=1) <= 4).any())


# What takes the focus is marked. The buttons to copy come when a reader is near, and these keys are
# quicker than any reader.
MARK = """async () => {
  addEventListener("focusin", ({target}) => { target.dataset.reached = ""; });
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo({top: y, behavior: "instant"});
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
  }
  scrollTo({top: 0, behavior: "instant"});
}"""
REACHED = "() => document.querySelectorAll('[data-reached]').length"


# waits until a condition holds; what a reader waits for takes a while on a busy machine
UNTIL = """async holds => {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() > start + 20_000) throw new Error(`in vain: ${holds}`);
    await new Promise(requestAnimationFrame);
  }
}"""


def wait_until(engine: NotChromium, condition: str) -> None:
    engine.run(f"() => ({UNTIL})(() => {condition})")


def search(engine: NotChromium, words: str) -> str:
    """Search from the keyboard, and return the address of the best answer."""
    engine.run("() => document.activeElement.blur()")
    engine.press("/")
    wait_until(engine, "document.activeElement.name === 'query'")
    engine.press(*words)
    wait_until(engine, "document.querySelector('.md-search-result__link[href]')")
    found = engine.run(
        "() => document.querySelector('.md-search-result__link').href"
    )
    return str(found)


@in_the_others
def test_one_can_go_everywhere_by_tab_and_copy_and_search(
    engine: NotChromium, address: str
) -> None:
    engine.open(f"{address}/sigmoid/")
    engine.run(MARK)
    before, reached = -1, 0
    left: list[str] = engine.run(LEFT_OUT, PRESSABLE_IN)
    while left and reached > before:
        engine.press(*["Tab"] * len(left))  # never past the end, out of the page
        before, reached = reached, engine.run(REACHED)
        left = engine.run(LEFT_OUT, PRESSABLE_IN)
    assert left == []
    engine.run(
        "() => document.querySelector('article pre [data-md-type=copy]').focus()"
    )
    engine.press("Enter")
    wait_until(
        engine,
        "document.querySelector('.md-dialog').textContent.includes('Copied')",
    )
    search(engine, "softmax")
    answer = f".md-search-result__link[href$='{QUESTIONS['softmax']}']"
    wait_until(engine, f'document.querySelector("{answer}")')
    engine.press("Tab")
    wait_until(engine, "document.activeElement.name !== 'query'")
    assert engine.run("() => document.activeElement.closest('.md-search') !== null")
    engine.press("Escape")
    assert engine.run("() => complaints") == []


@in_the_others
def test_the_copy_on_a_disk_shows_and_finds(
    engine: NotChromium, home_on_disk: Path
) -> None:
    engine.open(home_on_disk.as_uri())
    found = search(engine, "overflow")
    assert found.startswith(home_on_disk.parent.as_uri())
    engine.open(found)
    shown = "() => [...document.images].filter(image => image.checkVisibility())"
    assert engine.run(
        f"{shown}.every(image => image.loading === 'lazy' || image.naturalWidth)"
    )
    assert "overflow" in engine.run(
        "() => document.querySelector('article').textContent"
    )
    assert engine.run("() => complaints") == []
