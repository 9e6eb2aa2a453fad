"""The live figures: the same numbers as Python's, under every control, and nothing moves."""

import gzip
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from unicodedata import normalize

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Route,
    expect,
)

import firstneuron as fn
from firstneuron.figures.style import EXAMPLE, book_run
from firstneuron.inputs import FloatArray

from .building import ROOT
from .hosting import Host
from .reading import read_pages
from .visiting import Visits

CHAPTER_OF = {
    figure.live: page.path.stem
    for page in read_pages(ROOT)
    for figure in page.figures
    if figure.live
}
each_figure = pytest.mark.parametrize("name", CHAPTER_OF)

State = dict[str, Any]  # numbers, or approximations of them
START = np.random.default_rng(0).uniform(-0.01, 0.01, 2).tolist()
# the playground as it is at first
BOOK: State = {
    "seen": 0,
    "rate": 0.001,
    "batch": 1,
    "squared": 0,
    "shuffle": 1,
    "weight": START[0],
    "bias": START[1],
    "n": 500,
    "mean0": 0,
    "std0": 1,
    "mean1": 5,
    "std1": 0.5,
    "seed": 0,
    "scaled": 0,
}


def boundary(weight: float, bias: float) -> float:
    return fn.decision_boundary(weight, bias) if weight else math.nan


def sigmoid_model(state: State) -> State:
    weight, bias = state["weight"], state["bias"]
    return {
        "boundary": boundary(weight, bias),
        "further": float(fn.sigmoid(weight)) if weight else math.nan,
    }


def cross_entropy_model(state: State) -> State:
    z, y = state["z"], int(state["y"])
    answer = float(fn.sigmoid(z))
    slope = answer - y
    squared_slope = slope * float(fn.sigmoid_derivative(z))
    return {
        "answer": answer,
        "loss": float(fn.binary_cross_entropy_with_logits(z, y)),
        "squared": (answer - y) ** 2 / 2,
        "weaker": math.nan if (1 - 2 * y) * z < 0 else slope / squared_slope,
        "slope": slope,
        "squaredSlope": squared_slope,
    }


def derivatives_model(state: State) -> State:
    weight, y, x = state["weight"], int(state["y"]), EXAMPLE["x"]
    z = weight * x + EXAMPLE["bias"]
    answer = float(fn.sigmoid(z))
    in_answer = float(fn.binary_cross_entropy_derivative(answer, y))
    in_z = answer * (1 - answer)
    return {
        "weight": weight,
        "z": z,
        "answer": answer,
        "loss": float(fn.binary_cross_entropy_with_logits(z, y)),
        "inWeight": x,
        "inZ": in_z,
        "inAnswer": in_answer,
        "product": in_answer * in_z,
        "error": answer - y,
        "multiplied": in_answer * in_z * x,
        "gradient": fn.gradient(weight, EXAMPLE["bias"], [x], [y])[0],
    }


def difference_model(state: State) -> State:
    weight, bias, x, y = EXAMPLE.values()
    h = state["h"]
    exact, _ = fn.gradient(weight, bias, [x], [y])
    estimate, _ = fn.numerical_gradient(weight, bias, [x], [y], h=h)
    # two losses that differ in the last place differ by that much more after the division by h
    noise = 4 * np.spacing(1.0) / h
    return {
        "estimate": pytest.approx(estimate, abs=noise),
        "exact": exact,
        "off": pytest.approx(abs(estimate / exact - 1), abs=noise),
    }


line_of = cache(fn.best_line)


def training_model(state: State) -> State:
    x, _, history = book_run()
    epoch, weight, bias, loss = history.snapshots[int(state["epoch"])]
    reached = boundary(weight, bias)
    return {
        "weight": weight,
        "bias": bias,
        "loss": loss,
        "updates": epoch * len(x),
        "boundary": reached,
        "missing": fn.decision_boundary(*line_of()) - reached,
    }


@cache  # it takes a third of a second
def data_values(
    *, mean0: float, std0: float, mean1: float, std1: float, share: float
) -> State:
    population = fn.Population((mean0, mean1), (std0, std1), share)
    weight, bias = line_of(population)
    middle = (mean0 + mean1) / 2
    found = sorted(fn.bayes_boundaries(population), key=lambda at: abs(at - middle))
    first, second = (*found, math.nan, math.nan)[:2]
    near = partial(pytest.approx, rel=1e-9)
    return {
        "first": first,
        "second": second,
        "line": pytest.approx(fn.decision_boundary(weight, bias), rel=1e-8),
        "error": near(fn.bayes_error(population)),
        "loss": near(fn.bayes_cross_entropy(population)),
        "lineLoss": near(fn.population_cross_entropy(weight, bias, population)),
    }


def verdict_model(state: State) -> State:
    means = (0.0, 5.0 if state["gap"] else 0.5)
    x, y = fn.two_gaussians(20, means=means)
    run = BOOK | {"rate": 0.05, "seen": state["epochs"] * len(x)}
    weight, bias, *_ = walked(x, y, run)
    return {
        "weight": weight,
        "here": fn.mean_loss(weight * x + bias, y),
        "endless": fn.population_cross_entropy(weight, bias, fn.Population(means)),
    }


def drawn_samples(state: State) -> tuple[FloatArray, FloatArray]:
    """Return the samples of the playground: the book's, or bells made like Box and Muller."""
    n, seed = int(state["n"]), int(state["seed"])
    asked = [state[name] for name in ("mean0", "std0", "mean1", "std1")]
    if [n, seed, *asked] == [500, 0, 0.0, 1.0, 5.0, 0.5]:
        return fn.two_gaussians()
    u, v = np.random.default_rng(seed).random((n, 2)).T
    radius, angle = np.sqrt(-2 * np.log(1 - u)), 2 * np.pi * v
    normal = np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])
    x = np.repeat(asked[::2], n) + np.repeat(asked[1::2], n) * normal
    return x, np.repeat([0.0, 1.0], n)


def slope_in_z(z: float, y: float, state: State) -> float:
    e = math.exp(-abs(z))
    error = (1.0 if z >= 0 else e) / (1 + e) - y
    return error * e / (1 + e) ** 2 if state["squared"] else error


def walked(
    inputs: FloatArray, labels: FloatArray, state: State
) -> tuple[float, float, int, int, float, float]:
    """Return weight, bias, the next sample, how many slopes wait, and the weights after it."""
    x, y = inputs.tolist(), labels.tolist()
    size, seen = len(x), int(state["seen"])
    generator = np.random.default_rng(int(state["seed"]))
    generator.uniform(size=2)
    weight, bias = state["weight"], state["bias"]
    in_weight, in_bias, waiting = 0.0, 0.0, 0
    for k in range(seen + 1):
        if k % size == 0:
            shuffled = bool(state["shuffle"])
            order = generator.permutation(size) if shuffled else np.arange(size)
        before = weight, bias, waiting
        i = int(order[k % size])
        slope = slope_in_z(weight * x[i] + bias, y[i], state)
        in_weight += slope * x[i]
        in_bias += slope
        waiting += 1
        if waiting == state["batch"] or (k + 1) % size == 0:
            weight -= state["rate"] * in_weight / waiting
            bias -= state["rate"] * in_bias / waiting
            in_weight, in_bias, waiting = 0.0, 0.0, 0
    return before[0], before[1], i, before[2], weight, bias


def playground_model(
    state: State, own: tuple[FloatArray, FloatArray] | None = None
) -> State:
    """Return what the playground shows, for samples of the reader or those that it draws."""
    raw, y = own or drawn_samples(state)
    centre, spread = (raw.mean(), raw.std()) if state["scaled"] else (0.0, 1.0)
    x = (raw - centre) / spread
    weight, bias, i, _, weight_then, bias_then = walked(x, y, state)
    z = weight * x + bias
    answer = np.asarray(fn.sigmoid(z))
    if state["squared"]:
        losses, slopes = (answer - y) ** 2 / 2, answer - y
    else:
        losses = np.asarray(fn.binary_cross_entropy_with_logits(z, y))
        slopes = np.asarray(fn.binary_cross_entropy_derivative(answer, y))
    slope = slope_in_z(z[i], y[i], state)
    # thousands of updates, and their rounding, led there
    far = partial(pytest.approx, rel=1e-9, abs=1e-12, nan_ok=True)
    return {
        "x": x[i],
        "product": weight * x[i],
        "z": z[i],
        "yHat": answer[i],
        "cost": losses[i],
        "inYHat": slopes[i],
        "bend": fn.sigmoid_derivative(z[i]),
        "inZ": slope,
        "inWeight": slope * x[i],
        "inBias": slope,
        "weightNow": weight,
        "biasNow": bias,
        "weightThen": far(weight_then),
        "biasThen": far(bias_then),
        "epoch": state["seen"] // len(x),
        "loss": far(losses.mean()),
        "right": fn.accuracy(weight, bias, x, y),
        "boundary": far(boundary(weight, bias) * spread + centre),
    }


# What Python says that each figure should show, from the state of its controls.
MODELS: dict[str, Callable[[State], State]] = {
    "cross-entropy": cross_entropy_model,
    "data": lambda state: data_values(**state),
    "derivatives": derivatives_model,
    "difference": difference_model,
    "hero": lambda state: {
        key: training_model(state)[key] for key in ("weight", "bias", "boundary")
    },
    "playground": playground_model,
    "sigmoid": sigmoid_model,
    "training": training_model,
    "verdict": verdict_model,
}


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """The pages of a reader who wants no motion, so that buttons act at once."""
    errors: list[str] = []
    with browser.new_context(reduced_motion="reduce") as context:
        context.on("weberror", lambda error: errors.append(str(error.error)))
        yield context
    assert errors == []


AT_FIRST = """figure => {
    for (const fold of figure.querySelectorAll("details")) fold.open = true;
    for (const message of figure.querySelectorAll(".live-message")) message.textContent = "";
    history.replaceState(null, "", location.pathname);
}"""
Sizes = dict[int, list[float]]  # of a figure, by the width of the window
Opened = Callable[[str], tuple[Locator, Sizes, Sizes]]
Live = Callable[[str], Locator]


@pytest.fixture(scope="module")
def opened(context: BrowserContext, host: Host) -> Opened:
    """Return a live figure on a page that is opened once, its size before, and its size alive."""

    @cache
    def open_page(name: str) -> tuple[Locator, Sizes, Sizes]:
        page = context.new_page()
        held: list[Route] = []
        # Playwright takes no built-in function
        page.route("**/base.js", lambda script: held.append(script))  # noqa: PLW0108
        page.goto(address_of(host, CHAPTER_OF[name]))
        figure = page.locator(f"figure[data-live={name}]")
        static = sizes(figure, WIDTHS)
        assert figure.locator("img:visible").count() == 1
        page.route("**/base.js", lambda script: script.continue_())
        for script in held:
            script.continue_()
        come_alive(figure)
        # the window is as wide as it was last: to set it takes longer than to measure
        return figure, static, sizes(figure, WIDTHS[::-1])

    return open_page


@pytest.fixture(scope="module")
def live(opened: Opened) -> Live:
    """Return what gives a live figure, with all of its controls in sight, as it is at first."""

    def first(name: str) -> Locator:
        figure, *_ = opened(name)
        figure.page.set_viewport_size({"width": 1280, "height": 720})
        figure.page.emulate_media(reduced_motion="reduce")
        figure.evaluate(AT_FIRST)
        figure.locator(".live-reset").click()
        settle(figure.page)
        return figure

    return first


def logits() -> FloatArray:
    generator = np.random.default_rng(3)
    extremes = [0.0, -0.0, 36.7, 36.8, 709.7, 745.1, 746, 1e308, 5e-324, math.inf]
    spread = generator.choice([-1.0, 1.0], 1000) * 10.0 ** generator.uniform(
        -20, 3, 1000
    )
    usual = generator.normal(0, 10, 1000)
    return np.concatenate([extremes, np.negative(extremes), spread, usual])


def test_functions_of_one_number_are_pythons_to_the_last_places(
    modules: Any,
) -> None:
    z = logits()
    y_hat = np.random.default_rng(4).uniform(0, 1, 2000)
    answer, slope = fn.sigmoid(z), fn.sigmoid_derivative(z)
    rows = [("sigmoid(v)", z, answer, 4), ("sigmoidDerivative(v)", z, slope, 8)]
    for y in (0, 1):
        error = np.asarray(answer - y)  # near 1 σ has lost digits, in both
        loss = fn.binary_cross_entropy_with_logits(z, y)
        loss_slope = fn.binary_cross_entropy_derivative(y_hat, y)
        rows += [
            (f"crossEntropyWithLogits(v, {y})", z, loss, 4),
            (f"crossEntropyDerivative(v, {y})", y_hat, loss_slope, 4),
            (f"squaredError(v, {y})", z, 0.5 * error**2, 500),
            (f"squaredErrorSlope(v, {y})", z, error * slope, 500),
        ]
    for call, numbers, expected, ulps in rows:
        actual = modules("neuron", f"a.map(v => n.{call})", numbers.tolist())
        lost = 3e-16 if call.startswith("squared") else 0
        # the place next to infinity is NaN
        room = ulps * np.nan_to_num(np.spacing(np.abs(expected))) + lost
        near = np.isclose(actual, expected, 0, room, equal_nan=True)
        assert near.all(), (call, numbers[~near])


def test_the_best_line_is_pythons_on_every_kind_of_population(modules: Any) -> None:
    kinds = product((-2.0, 1.5), (0.5, 3.0), (2.0, 7.0), (0.5, 1.0), (0.05, 0.6))
    for m_0, s_0, m_1, s_1, share in kinds:
        settings = {"means": [m_0, m_1], "stds": [s_0, s_1], "share": share}
        line = modules("neuron", "n.bestLine(a)", settings)
        population = fn.Population((m_0, m_1), (s_0, s_1), share)
        expected = fn.best_line(population)
        loss = fn.population_cross_entropy(*expected, population)
        reached = fn.population_cross_entropy(line[0], line[1], population)
        assert [line[2], reached] == pytest.approx([loss, loss], rel=1e-11, abs=0)
        # the loss is flat there; the browser ends at a step of less than a millionth, and the
        # next would be about a thousand times its square
        assert line[:2] == pytest.approx(expected, rel=1e-8, abs=0)


def test_the_exported_numbers_are_those_of_the_run(site: Path) -> None:
    x, y, history = book_run()
    training = exported(site, "training.json")
    # the site may come from another processor; training forgets rounding errors, and Newton's
    # method leaves some of the gradient's, times the condition of the curvature
    near = partial(pytest.approx, rel=1e-12, abs=0)
    assert (training["x"], training["y"]) == (near(x.tolist()), y.tolist())
    assert np.ravel(training["snapshots"]) == near(np.ravel(history.snapshots))
    assert training["best_loss"] == near(fn.bayes_cross_entropy())
    assert training["best_line"] == pytest.approx(fn.best_line(), rel=1e-10, abs=0)
    for level, line in training["contours"]:
        losses = [fn.mean_loss(weight * x + bias, y) for weight, bias in line[::9]]
        assert losses == pytest.approx([level] * len(losses), rel=0.05)
    for name in ("run.json", "training.json"):
        run = exported(site, name)
        assert (run["weight"], run["bias"]) == near((history.weight, history.bias))


def exported(site: Path, name: str) -> Any:
    return json.loads((site / "assets" / "live" / name).read_text(encoding="utf-8"))


def address_of(host: Host, chapter: str) -> str:
    """Return where a page of the site stands."""
    return f"{host.address}/" + ("" if chapter == "index" else f"{chapter}/")


def brought(page: Page, host: Host, chapter: str, name: str) -> Locator:
    """Return a live figure once it stands in its place."""
    page.goto(address_of(host, chapter))
    figure = page.locator(f"figure[data-live={name}]")
    come_alive(figure)
    return figure


def come_alive(figure: Locator) -> None:
    """Bring a figure into sight and wait until its script has taken its place."""
    figure.scroll_into_view_if_needed()
    figure.and_(figure.page.locator(".is-live")).wait_for()
    settle(figure.page)


# until what was changed is drawn
SETTLED = (
    "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
)


def settle(page: Page) -> None:
    """Wait until what was changed is drawn."""
    page.evaluate(f"() => {SETTLED}")


# numbers as they are kept for programs, in text, because JSON has no NaN
READ = """figure => {
    const all = selector => [...figure.querySelectorAll(selector)];
    const exact = output => [output.name, output.dataset.value];
    const chosen = input => [input.dataset.name, input.value];
    const sliders = all('input[type=range]'), shown = all('.live-row output');
    return {
        state: Object.fromEntries(
            [...shown.map(exact), ...all('input[type=radio]:checked').map(chosen)]),
        values: Object.fromEntries(all('.live-values output').map(exact)),
        texts: all('output').map(output => [output.textContent, output.dataset.value]),
        rows: shown.map(output => output.textContent),
        spoken: sliders.map(input => input.getAttribute('aria-valuetext')),
        ended: sliders.filter(({value, min, max}) => [min, max].includes(value)).map(it => it.name),
        drawn: all('svg [data-name]').map(text => [text.dataset.name, text.textContent]),
    };
}"""


def read_when_drawn(figure: Locator) -> dict[str, Any]:
    read: dict[str, Any] = figure.evaluate(
        f"figure => {SETTLED}.then(() => ({READ})(figure))"
    )
    return read


def numbers(exact: dict[str, str]) -> State:
    return {name: float(number) for name, number in exact.items()}


def check(figure: Locator, name: str) -> tuple[State, State]:
    """Compare what a figure shows with the model, exactly and as people read it."""
    return compare(read_when_drawn(figure), MODELS[name])


def compare(
    read: dict[str, Any], model: Callable[[State], State]
) -> tuple[State, State]:
    """Compare what was read from a figure with the model."""
    state, values = numbers(read["state"]), numbers(read["values"])
    expected = model(state)
    assert values == {key: about(expected[key]) for key in values}
    for key, text in read["drawn"]:
        assert_reads_as(text.rpartition("= ")[2], expected[key])
    assert set(expected) == set(values) | {key for key, _ in read["drawn"]}
    for text, exact in read["texts"]:
        assert_reads_as(text, float(exact))
    assert read["spoken"] == read["rows"]
    return state, values


def about(value: Any) -> Any:
    """Return a number with room for rounding, unless the model has given it room already."""
    if isinstance(value, float | int):
        return pytest.approx(value, rel=1e-12, abs=1e-300, nan_ok=True)
    return value


NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(?: × 10(-?\d+))?")


def assert_reads_as(text: str, exact: float) -> None:
    """A text is the number, rounded to the digits that the text has."""
    if not math.isfinite(exact):
        assert text in ("NaN", "none", "not wrong", "∞", "−∞")
        return
    # the digits of a power become plain ones
    plain = normalize("NFKC", text).replace("−", "-").replace(",", "")
    found = NUMBER.match(plain)
    assert found, text
    digits, power = found.groups(default="0")
    if text.endswith("…"):  # cut off, so as not to round up to 1
        assert float(digits) < exact < 1
        return
    unit = 10.0 ** (int(power) - len(digits.partition(".")[2]))
    assert abs(float(f"{digits}e{power}") - exact) <= 0.5 * unit * (1 + 1e-9)


# What a figure shows at first, and while each control moves, then all sliders together; at the end
# of each list, after a reset. A slider comes to both of its ends, then somewhere between.
DRIVE = """async figure => {
    const all = selector => [...figure.querySelectorAll(selector)];
    const frame = figure.ownerDocument.defaultView.requestAnimationFrame; // the one that draws it
    const read = () => new Promise(frame).then(() => (READ)(figure));
    const sliders = all('input[type=range]');
    const move = (slider, turn) => {
        slider.value = Number(slider.min) + [0, 1, 0.5][turn % 3] * (slider.max - slider.min);
        slider.dispatchEvent(new Event('input'));
    };
    const turns = act => [0, 1, 2].map(turn => () => act(turn));
    const acts = [
        ...sliders.map(slider => [slider.name, turns(turn => move(slider, turn))]),
        ...all('input[type=radio]:not(:checked)')
            .map(option => [option.dataset.name, [() => option.click()]]),
        ...all('.live-buttons button:not(.live-reset, .live-play)')
            .map(button => ['', [() => button.click()]]),
        ['', turns(turn => sliders.forEach((slider, i) => move(slider, i + turn)))],
    ];
    const first = await read(), moved = [];
    for (const [control, changes] of acts) {
        const reads = [];
        for (const act of [...changes, () => figure.querySelector('.live-reset').click()]) {
            act();
            reads.push(await read());
        }
        moved.push([control, ...reads]);
    }
    return {first, moved};
}""".replace("READ", READ)


def compare_driven(driven: dict[str, Any], name: str) -> None:
    """Compare all that was read while a figure was driven with the model."""
    model = MODELS[name]
    first, _ = compare(driven["first"], model)
    for control, *reads, again in driven["moved"]:
        assert again == driven["first"]
        states = [compare(read, model)[0] for read in reads]
        moved = {
            key for state in states for key in first if state[key] != first[key]
        }
        assert moved == {control} if control else moved
        if control and len(reads) > 1:
            one_end, other_end, _ = reads
            assert control in one_end["ended"]
            assert control in other_end["ended"]
            assert len({state[control] for state in states}) == len(reads)
            # one end may be worth as much as the other
            assert any(read["values"] != one_end["values"] for read in reads[1:])


@each_figure
def test_every_control_changes_what_python_says_it_changes(
    live: Live, name: str
) -> None:
    figure = live(name)
    compare_driven(figure.evaluate(DRIVE), name)
    first, _ = check(figure, name)
    for handle in figure.locator(".live-handle").all():
        drag(handle)
        assert check(figure, name)[0] != first
        figure.locator(".live-reset").click()
        assert check(figure, name)[0] == first


def drag(handle: Locator) -> None:
    """Pull a handle a little, to the right and up."""
    handle.evaluate("handle => handle.scrollIntoView({block: 'center'})")
    x, y = middle(handle)
    mouse = handle.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 12, y - 9, steps=2)
    mouse.up()


def middle(part: Locator) -> tuple[float, float]:
    """Return the place of the middle of a part in the window."""
    box = part.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_dragging_the_line_moves_the_dot_to_the_boundary(live: Live) -> None:
    figure = live("sigmoid")
    drag(figure.locator(".live-handle").first)
    _, values = check(figure, "sigmoid")
    read = figure.evaluate(
        """figure => {
            const texts = [...figure.querySelectorAll('svg text')];
            const at = text => texts.findLast(t => t.textContent === text);
            const [two, three] = ['2', '3'].map(text => Number(at(text).getAttribute('x')));
            const dot = figure.querySelector('circle:not(.live-handle)');
            return 2 + (Number(dot.getAttribute('cx')) - two) / (three - two);
        }"""
    )
    assert read == pytest.approx(values["boundary"], abs=1e-3)


WALK = """(([settings, book, steps]) => {
    const walk = new n.Walk(settings, book);
    return steps.map(seen => {
        const {now, next, then} = walk.at(seen);
        return [now.weight, now.bias, next, now.waiting, then.weight, then.bias];
    });
})(a)"""
OTHERS: list[State] = [
    {},
    {"batch": 7},
    {"batch": 100, "rate": 0.1, "squared": 1},
    {"squared": 1, "rate": 0.03},
    {"shuffle": 0, "rate": 0.01, "n": 20, "seed": 7},
    {"n": 35, "mean0": -1.5, "std1": 2, "seed": 99, "batch": 3, "squared": 1},
]


def test_the_browser_walks_as_python_does_sample_by_sample(
    modules: Any, site: Path
) -> None:
    steps = [0, 1, 2, 6, 7, 8, 69, 70, 71, 99, 100, 101, 1000, 1001, 2500, 3]
    book = exported(site, "training.json")
    for settings in (BOOK | other for other in OTHERS):
        actual = modules("walk", WALK, [settings, book, steps])
        samples = drawn_samples(settings)
        expected = [walked(*samples, {**settings, "seen": seen}) for seen in steps]
        near = pytest.approx(np.array(expected), rel=1e-12, abs=1e-12)
        assert np.array(actual) == near, settings


def test_no_learning_rate_gives_nan(modules: Any, site: Path) -> None:
    book = exported(site, "training.json")
    others: list[State] = [{}, {"squared": 1}, {"batch": 100}, {"n": 10, "std1": 3}]
    for other, rate in product(others, (1e-4, 100.0)):
        settings = BOOK | other | {"rate": rate}
        walk = modules("walk", WALK, [settings, book, [1, 2000, 4321]])
        assert np.all(np.isfinite(walk)), settings


def test_the_playground_starts_with_the_run_of_the_book(live: Live) -> None:
    state, _ = check(live("playground"), "playground")
    assert state == pytest.approx(BOOK, rel=1e-12)
    x, y, run = book_run()
    end = walked(x, y, state | {"seen": 120_000})[:2]
    assert end == pytest.approx((run.weight, run.bias), rel=1e-12)


def test_a_link_carries_the_whole_state(live: Live) -> None:
    figure = live("playground")
    for slider in figure.locator("input[type=range]").all():
        slider.press("ArrowRight")
    for option in figure.locator("input[type=radio]:not(:checked)").all():
        option.check()
    sent, _ = check(figure, "playground")
    figure.get_by_role("button", name="Copy link").click()
    link = figure.page.url
    figure.page.goto("about:blank")
    figure.page.goto(link)
    come_alive(figure)
    assert check(figure, "playground")[0] == sent
    assert figure.locator(".live-message").inner_text() == "As the link says."


def test_what_a_link_spoils_is_refused_field_by_field(live: Live) -> None:
    figure = live("playground")
    first, _ = check(figure, "playground")
    bad = "rate:1e9,n:2.5,squared:2,seed:,old:1,toString:1,bias:NaN"
    figure.page.evaluate("text => { location.hash = text; }", f"{bad},seen:12")
    message = figure.locator(".live-message")
    start = "Refused: rate:1e9 (expected from 0.0001 to 100); n:2.5"
    expect(message).to_contain_text(start)
    assert check(figure, "playground")[0] == first | {"seen": 12}
    assert all(part in message.inner_text() for part in bad.split(","))


def test_the_links_of_the_page_set_its_experiments_up(live: Live) -> None:
    figure = live("playground")
    message = figure.locator(".live-message")
    links = figure.page.locator("article a[href^='#'][href*=':']")
    assert links.count() == 5
    for link in links.all():
        message.evaluate("it => { it.textContent = ''; }")
        link.click()
        expect(message).to_have_text("As the link says.")
        state, _ = check(figure, "playground")
        settings = str(link.get_attribute("href")).removeprefix("#")
        fields = (field.split(":") for field in settings.split(","))
        assert state == state | {name: float(value) for name, value in fields}


def test_playing_goes_through_the_epochs_until_asked_to_pause(
    browser: Browser, host: Host
) -> None:
    page = browser.new_page()  # of its own, because its clock is not ours
    figure = brought(page, host, "training", "training")
    play = figure.locator(".live-play")
    page.clock.install()

    def after(milliseconds: int, label: str) -> float:
        page.clock.run_for(milliseconds)
        assert play.inner_text() == label
        read = figure.evaluate(READ)  # no frame comes by itself
        return float(read["state"]["epoch"])

    assert after(3000, "Play") == 0  # nothing moves until asked
    play.click()
    assert after(3000, "Pause") == 4  # slowly, where most of it happens
    assert after(3000, "Pause") == pytest.approx(32, abs=6)
    play.click()
    paused = after(100, "Play")
    assert after(1000, "Play") == paused
    play.click()
    assert after(20_000, "Play") == 120
    play.click()  # from the end it begins anew
    assert after(1000, "Pause") == 1
    page.close()


WIDTHS = (320, 390, 700, 1280)
# The size of a figure and where its caption begins; how wide the page has to be; and what is too
# long or too high for the row that it stands in.
MEASURE = """figure => {
    const [whole, caption] = [figure, figure.querySelector('figcaption')]
        .map(part => part.getBoundingClientRect());
    const rows = figure.querySelectorAll('.live-row, .live-hint, .live-values > div');
    const cut = [...rows].filter(row =>
        row.scrollWidth > row.clientWidth || row.scrollHeight > row.clientHeight);
    return [
        [whole.width, whole.height, caption.top - whole.top],
        document.documentElement.scrollWidth,
        cut.map(row => row.textContent),
    ];
}"""


def sizes(figure: Locator, widths: Iterable[int]) -> Sizes:
    """Return a figure's size and where its caption begins, in each width; nothing is cut off."""
    found: Sizes = {}
    for width in widths:
        figure.page.set_viewport_size({"width": width, "height": 800})
        found[width], needed, cut = figure.evaluate(
            f"figure => {SETTLED}.then(() => ({MEASURE})(figure))"
        )
        assert needed <= width
        assert cut == []
    return found


@each_figure
def test_nothing_moves_when_a_figure_comes_alive(opened: Opened, name: str) -> None:
    _, static, alive = opened(name)
    for width in WIDTHS:
        assert alive[width] == pytest.approx(static[width], abs=0.1), width


def test_every_module_and_every_model_is_used_and_each_figure_once() -> None:
    modules = list((ROOT / "docs" / "assets" / "live").glob("*.js"))
    code = "".join(path.read_text(encoding="utf-8") for path in modules)
    imported = re.findall(r'(?:from|import\()\s*"\./([\w-]+)\.js"', code)
    # the two that a page names in its head
    used = {*imported, *CHAPTER_OF, "load", "predict"}
    assert {path.stem for path in modules} == used
    shown = [each.live for page in read_pages(ROOT) for each in page.figures]
    assert sorted(MODELS) == sorted(filter(None, shown))


def test_the_script_of_the_book_is_small(site: Path) -> None:
    served = list((site / "assets" / "live").glob("*.js"))
    assert served
    assert sum(len(gzip.compress(path.read_bytes())) for path in served) <= 34_000


def test_a_page_without_live_figures_loads_one_small_module(visits: Visits) -> None:
    sent = visits("notation/", "small").sent
    assert [path.rpartition("/")[2] for path in sent if "/live/" in path] == [
        "load.js"
    ]


# the weight in each frame after two clicks on a button, until it has stayed for ten
GLIDE = """async figure => {
    const output = figure.querySelector('output[name=weight]');
    const way = [Number(output.dataset.value)];
    for (const click of [1, 2]) figure.querySelector('.live-buttons button').click();
    for (let rest = 0; rest < 10; ) {
        await new Promise(requestAnimationFrame);
        const value = Number(output.dataset.value);
        rest = value === way.at(-1) && way.length > 1 ? rest + 1 : 0;
        if (rest === 0) way.push(value);
    }
    return way;
}"""


def test_a_button_glides_to_where_each_click_sends_and_is_then_described(
    live: Live,
) -> None:
    figure = live("sigmoid")
    first, _ = check(figure, "sigmoid")
    figure.page.emulate_media(reduced_motion="no-preference")
    way = figure.evaluate(GLIDE)
    assert len(set(way)) > 2
    assert way == sorted(way)
    state, values = check(figure, "sigmoid")
    assert state == {name: 4 * value for name, value in first.items()}
    status = figure.locator(".live-status")
    expect(status).to_contain_text(f"Weight {state['weight']:.2f}")
    expect(status).to_contain_text(f"x = {values['boundary']:.2f}")
    assert figure.locator("svg").get_attribute("aria-label") == status.inner_text()


def test_a_weight_of_zero_has_no_boundary(live: Live) -> None:
    figure = live("sigmoid")
    figure.locator("input[name=weight]").fill("0")
    expect(figure.locator("output[name=boundary]")).to_have_text("none")


def test_a_handle_at_the_edge_moves_on_from_where_it_is(live: Live) -> None:
    figure = live("sigmoid")
    for name, key in (("weight", "End"), ("bias", "Home")):
        figure.locator(f"input[name={name}]").press(key)
    settle(figure.page)
    drag(figure.locator(".live-handle").last)
    state, _ = check(figure, "sigmoid")
    assert 7.5 < state["weight"] < 8


def test_of_two_dots_that_overlap_the_nearest_is_pulled(live: Live) -> None:
    figure = live("data")
    figure.locator("input[name=share]").press("Home")  # class 1's bell is low now
    before, _ = check(figure, "data")
    for handle, name in enumerate(("mean0", "std0", "mean1", "std1")):
        drag(figure.locator(".live-handle").nth(handle))
        state, _ = check(figure, "data")
        assert [each for each in state if state[each] != before[each]] == [name]
        before = state


def test_the_next_row_does_not_cover_the_frame_of_a_slider(live: Live) -> None:
    slider = live("data").locator("input[name=std0]")
    slider.press("ArrowRight")
    box = slider.bounding_box()
    assert box is not None
    x, y, width, height = box["x"] - 5, box["y"] - 5, box["width"], box["height"]
    shot = slider.page.screenshot(
        clip={"x": x, "y": y, "width": width + 10, "height": height + 10}
    )
    picture = np.asarray(Image.open(BytesIO(shot)).convert("RGB"), dtype=int)
    ground = np.abs(picture - picture[-1, 0]).sum(axis=2) < 30
    crossed = np.flatnonzero((~ground[:, 20:-20]).all(axis=1))
    assert crossed[0] < 8
    assert crossed[-1] > len(picture) - 8


def swipe(part: Locator, x: int, y: int) -> int:
    """Draw a finger from the middle of a part by x and y; return how far the page went."""
    page = part.page
    part.evaluate(
        "part => part.scrollIntoView({block: 'center', behavior: 'instant'})"
    )
    settle(page)
    left, top = middle(part)
    way = [{"x": left + x * step / 5, "y": top + y * step / 5} for step in range(6)]
    touches = [("touchMove", [place]) for place in way]
    touches[0] = ("touchStart", way[:1])
    session = page.context.new_cdp_session(page)
    before = page.evaluate("scrollY")
    for kind, places in [*touches, ("touchEnd", [])]:
        finger = {"type": kind, "touchPoints": places}
        session.send("Input.dispatchTouchEvent", finger)
        settle(page)
    session.detach()
    page.wait_for_timeout(100)
    return int(page.evaluate("scrollY") - before)


def test_a_finger_on_a_handle_moves_it_and_not_the_page(live: Live) -> None:
    figure = live("sigmoid")
    figure.page.set_viewport_size({"width": 390, "height": 800})
    first, _ = check(figure, "sigmoid")
    assert swipe(figure.locator(".live-handle").last, 0, -40) == 0
    state, _ = check(figure, "sigmoid")
    assert state["bias"] == first["bias"]
    assert state["weight"] > first["weight"] + 0.5
    assert swipe(figure.locator("input[name=bias]"), 60, 0) == 0
    moved, _ = check(figure, "sigmoid")
    assert moved["weight"] == state["weight"]
    assert moved["bias"] > first["bias"] + 5
    assert swipe(figure.locator("figcaption"), 0, -120) > 60
    assert swipe(figure.locator("svg"), 0, -120) > 60
    assert check(figure, "sigmoid")[0] == moved


def test_a_button_that_would_leave_a_slider_is_refused(live: Live) -> None:
    figure = live("sigmoid")
    figure.get_by_label("w", exact=True).press("End")
    before, _ = check(figure, "sigmoid")
    double = figure.get_by_role("button", name="Double both")
    assert double.get_attribute("aria-disabled") == "true"
    double.click(force=True)
    assert check(figure, "sigmoid")[0] == before
    hint = figure.locator(".live-hint")
    assert hint.inner_text() == "w goes from −8.00 to 8.00, no further."
    figure.get_by_role("button", name="Halve both").click()
    settle(figure.page)
    assert hint.inner_text().startswith("Move the line")
