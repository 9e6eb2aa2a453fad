"""The live figures: the same numbers as Python's, under every control, and nothing moves."""

import gzip
import json
import math
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from firstneuron import (
    Population,
    accuracy,
    bayes_boundaries,
    bayes_cross_entropy,
    bayes_error,
    best_line,
    binary_cross_entropy_derivative,
    binary_cross_entropy_with_logits,
    decision_boundary,
    gradient,
    log_odds,
    mean_loss,
    numerical_gradient,
    population_cross_entropy,
    posterior,
    sigmoid,
    sigmoid_derivative,
    train,
    two_gaussians,
)
from firstneuron.figures.style import EXAMPLE
from firstneuron.inputs import FloatArray, Numbers
from firstneuron.training import History
from weave.page import read_pages

from .browsing import needs_chromium
from .building import ROOT
from .hosting import Host

MODULES = ROOT / "docs" / "assets" / "live"
FIGURES = [
    (page.path.stem, figure.live)
    for page in read_pages(ROOT)
    for figure in page.figures
    if figure.live
]

State = dict[str, Any]  # numbers, or approximations of them


def boundary(weight: float, bias: float) -> float:
    return decision_boundary(weight, bias) if weight else math.nan


def sigmoid_model(state: State) -> State:
    weight, bias = state["weight"], state["bias"]
    return {
        "boundary": boundary(weight, bias),
        "further": float(sigmoid(weight)) if weight else math.nan,
    }


def cross_entropy_model(state: State) -> State:
    z, y = state["z"], int(state["y"])
    answer = float(sigmoid(z))
    slope, squared_slope = answer - y, (answer - y) * float(sigmoid_derivative(z))
    return {
        "answer": answer,
        "loss": float(binary_cross_entropy_with_logits(z, y)),
        "squared": (answer - y) ** 2 / 2,
        "weaker": math.nan if (1 - 2 * y) * z < 0 else slope / squared_slope,
        "slope": slope,
        "squaredSlope": squared_slope,
    }


def derivatives_model(state: State) -> State:
    weight, y, x = state["weight"], int(state["y"]), EXAMPLE["x"]
    z = weight * x + EXAMPLE["bias"]
    answer = np.float64(sigmoid(z))
    with np.errstate(invalid="ignore"):
        in_answer, in_z = (
            binary_cross_entropy_derivative(answer, y),
            answer * (1 - answer),
        )
        product = float(in_answer * in_z)
    return {
        "weight": weight,
        "z": z,
        "answer": float(answer),
        "loss": float(binary_cross_entropy_with_logits(z, y)),
        "inWeight": x,
        "inZ": float(in_z),
        "inAnswer": float(in_answer),
        "product": product,
        "error": float(answer - y),
        "multiplied": product * x,
        "gradient": gradient(weight, EXAMPLE["bias"], [x], [y])[0],
    }


def difference_model(state: State) -> State:
    weight, bias, x, y = EXAMPLE.values()
    h = state["h"]
    exact, _ = gradient(weight, bias, [x], [y])
    estimate, _ = numerical_gradient(weight, bias, [x], [y], h=h)
    # two losses that differ in the last place differ by that much more after the division by h
    noise = 4 * np.spacing(1.0) / h
    return {
        "estimate": pytest.approx(estimate, abs=noise),
        "exact": exact,
        "off": pytest.approx(abs(estimate / exact - 1), abs=noise),
    }


@cache
def book_run() -> History:
    return train(*two_gaussians())


def training_model(state: State) -> State:
    snapshot = book_run().snapshots[int(state["epoch"])]
    reached = boundary(snapshot.weight, snapshot.bias)
    return {
        "weight": snapshot.weight,
        "bias": snapshot.bias,
        "loss": snapshot.loss,
        "updates": state["epoch"] * len(two_gaussians()[0]),
        "boundary": reached,
        "missing": decision_boundary(*line_of(Population())) - reached,
    }


def hero_model(state: State) -> State:
    snapshot = book_run().snapshots[int(state["epoch"])]
    return {
        "weight": snapshot.weight,
        "bias": snapshot.bias,
        "boundary": boundary(snapshot.weight, snapshot.bias),
    }


line_of = cache(best_line)


def data_model(state: State) -> State:
    population = Population(
        (state["mean0"], state["mean1"]),
        (state["std0"], state["std1"]),
        state["share"],
    )
    weight, bias = line_of(population)
    between = (state["mean0"] + state["mean1"]) / 2
    boundaries = sorted(
        bayes_boundaries(population), key=lambda at: abs(at - between)
    )
    first, second = (*boundaries, math.nan, math.nan)[:2]
    return {
        "first": first,
        "second": second,
        "line": pytest.approx(decision_boundary(weight, bias), rel=1e-8),
        "error": pytest.approx(bayes_error(population), rel=1e-9),
        "loss": pytest.approx(bayes_cross_entropy(population), rel=1e-9),
        "lineLoss": pytest.approx(
            population_cross_entropy(weight, bias, population), rel=1e-9
        ),
    }


def verdict_model(state: State) -> State:
    means = (0.0, 5.0 if state["gap"] else 0.5)
    x, y = two_gaussians(20, means=means)
    weight, bias = np.random.default_rng(0).uniform(-0.01, 0.01, 2).tolist()
    run = {"rate": 0.05, "batch": 1, "squared": 0, "shuffle": 1, "seed": 0}
    start = {"weight": weight, "bias": bias, "seen": state["epochs"] * len(x)}
    weight, bias = walked_through(x, y, run | start)[:2]
    return {
        "weight": weight,
        "here": mean_loss(weight * x + bias, y),
        "endless": population_cross_entropy(weight, bias, Population(means)),
    }


def drawn_samples(state: State) -> tuple[FloatArray, FloatArray]:
    """Return the samples of the playground: the book's, or bells made like Box and Muller."""
    n, seed = int(state["n"]), int(state["seed"])
    asked = [state[name] for name in ("mean0", "std0", "mean1", "std1")]
    if [n, seed, *asked] == [500, 0, 0.0, 1.0, 5.0, 0.5]:
        return two_gaussians()
    u, v = np.random.default_rng(seed).random((n, 2)).T
    radius, angle = np.sqrt(-2 * np.log(1 - u)), 2 * np.pi * v
    normal = np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])
    x = np.repeat(asked[::2], n) + np.repeat(asked[1::2], n) * normal
    return x, np.repeat([0.0, 1.0], n)


def slope_in_z(z: float, y: float, state: State) -> float:
    e = math.exp(-abs(z))
    error = (1.0 if z >= 0 else e) / (1 + e) - y
    return error * e / (1 + e) ** 2 if state["squared"] else error


def walked(state: State) -> tuple[float, float, int, int, float, float]:
    """Return weight, bias, the next sample, how many slopes wait, and the weights after it."""
    return walked_through(*drawn_samples(state), state)


def walked_through(
    inputs: FloatArray, labels: FloatArray, state: State
) -> tuple[float, float, int, int, float, float]:
    """Return the same for samples of the reader."""
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
        in_weight, in_bias, waiting = (
            in_weight + slope * x[i],
            in_bias + slope,
            waiting + 1,
        )
        if waiting == state["batch"] or (k + 1) % size == 0:
            weight -= state["rate"] * in_weight / waiting
            bias -= state["rate"] * in_bias / waiting
            in_weight, in_bias, waiting = 0.0, 0.0, 0
    return before[0], before[1], i, before[2], weight, bias


def playground_model(state: State) -> State:
    raw, y = drawn_samples(state)
    centre, spread = (raw.mean(), raw.std()) if state["scaled"] else (0.0, 1.0)
    x = (raw - centre) / spread
    weight, bias, i, _, weight_then, bias_then = walked_through(x, y, state)
    z, label = weight * float(x[i]) + bias, float(y[i])
    answer, slope = np.float64(sigmoid(z)), slope_in_z(z, label, state)
    if state["squared"]:
        cost, in_answer = float((answer - label) ** 2 / 2), float(answer - label)
        loss = float(np.mean((np.asarray(sigmoid(weight * x + bias)) - y) ** 2 / 2))
    else:
        cost = float(binary_cross_entropy_with_logits(z, int(label)))
        in_answer = float(binary_cross_entropy_derivative(answer, int(label)))
        loss = mean_loss(weight * x + bias, y)
    return {
        "x": float(x[i]),
        "product": weight * float(x[i]),
        "z": z,
        "yHat": float(answer),
        "cost": float(cost),
        "inYHat": float(in_answer),
        "bend": float(sigmoid_derivative(z)),
        "inZ": slope,
        "inWeight": slope * float(x[i]),
        "inBias": slope,
        "weightNow": weight,
        "biasNow": bias,
        "weightThen": about_walk(weight_then),
        "biasThen": about_walk(bias_then),
        "epoch": float(state["seen"] // len(x)),
        "loss": about_walk(loss),
        "right": accuracy(weight, bias, x, y),
        "boundary": about_walk(float(boundary(weight, bias) * spread + centre)),
    }


def about_walk(value: float) -> Any:
    """Return a number that thousands of updates led to, with room for their rounding."""
    return pytest.approx(value, rel=1e-9, abs=1e-12, nan_ok=True)


# What Python says that each figure should show, from the state of its controls.
MODELS: dict[str, Callable[[State], State]] = {
    "cross-entropy": cross_entropy_model,
    "data": data_model,
    "derivatives": derivatives_model,
    "difference": difference_model,
    "hero": hero_model,
    "playground": playground_model,
    "sigmoid": sigmoid_model,
    "training": training_model,
    "verdict": verdict_model,
}


def expected_values(name: str, state: State) -> State:
    """Return what Python says that a figure shows in a state of its controls."""
    return computed_once(name, frozenset(state.items()))


@cache
def computed_once(name: str, state: frozenset[tuple[str, float]]) -> State:
    return MODELS[name](dict(state))


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page of a reader who wants no motion, so that buttons act at once."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def computed(page: Page, host: Host, expression: str, arguments: object) -> Any:
    """Return what an expression over the module `n` gives for `a`."""
    if not page.url.startswith(host.address):
        page.goto(f"{host.address}/404.html")
    script = f"a => import('{host.address}/assets/live/neuron.js').then(n => {expression})"
    return page.evaluate(script, arguments)


def assert_within_ulps(actual: list[float], expected: Numbers, ulps: int) -> None:
    got, want = np.array(actual), np.asarray(expected)
    same = (got == want) | (np.isnan(got) & np.isnan(want))
    with np.errstate(invalid="ignore"):
        near = np.abs(got - want) <= ulps * np.spacing(np.abs(want))
    assert np.all(same | near), want[~(same | near)]


def logits() -> FloatArray:
    generator = np.random.default_rng(3)
    extremes = [0.0, -0.0, 36.7, 36.8, 709.7, 745.1, 746, 1e308, 5e-324, math.inf]
    spread = generator.choice([-1.0, 1.0], 3000) * 10.0 ** generator.uniform(
        -20, 3, 3000
    )
    usual = generator.normal(0, 10, 3000)
    return np.concatenate([extremes, np.negative(extremes), spread, usual])


@needs_chromium
@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("n.sigmoid(z)", sigmoid),
        ("n.crossEntropyWithLogits(z, 0)", lambda z: with_label(z, 0)),
        ("n.crossEntropyWithLogits(z, 1)", lambda z: with_label(z, 1)),
    ],
)
def test_sigmoid_and_loss_are_pythons_within_four_units_in_the_last_place(
    page: Page,
    host: Host,
    expression: str,
    expected: Callable[[FloatArray], FloatArray],
) -> None:
    z = logits()
    actual = computed(page, host, f"a.map(z => {expression})", z.tolist())
    assert_within_ulps(actual, expected(z), 4)


def with_label(z: FloatArray, y: int) -> Numbers:
    return binary_cross_entropy_with_logits(z, y)


@needs_chromium
def test_slopes_of_one_sample_are_pythons(page: Page, host: Host) -> None:
    z = logits()
    y_hat = np.random.default_rng(4).uniform(0, 1, 2000)
    actual = computed(page, host, "a.map(z => n.sigmoidDerivative(z))", z.tolist())
    assert_within_ulps(actual, sigmoid_derivative(z), 8)
    for y in (0, 1):
        expression = f"a.map(v => n.crossEntropyDerivative(v, {y}))"
        actual = computed(page, host, expression, y_hat.tolist())
        assert_within_ulps(actual, binary_cross_entropy_derivative(y_hat, y), 4)
        error = np.asarray(
            sigmoid(z) - y
        )  # near 1 σ has lost digits, in both languages
        for name, expected in (
            ("squaredError", 0.5 * error**2),
            ("squaredErrorSlope", error * sigmoid_derivative(z)),
        ):
            expression = f"a.map(z => n.{name}(z, {y}))"
            actual = computed(page, host, expression, z.tolist())
            assert actual == pytest.approx(expected, rel=1e-13, abs=3e-16)


@needs_chromium
def test_what_a_neuron_does_with_samples_is_pythons(page: Page, host: Host) -> None:
    generator = np.random.default_rng(5)
    for size in (1, 7, 400):
        weight, bias = generator.normal(0, 5, 2).tolist()
        x = generator.normal(0, 3, size)
        y = generator.integers(0, 2, size).astype(float)
        arguments = [weight, bias, x.tolist(), y.tolist()]
        slopes = computed(page, host, "n.gradient(...a)", arguments)
        assert slopes == pytest.approx(gradient(weight, bias, x, y), rel=1e-12)
        estimates = computed(
            page, host, "n.numericalGradient(...a)", [*arguments, 1e-4]
        )
        assert estimates == pytest.approx(
            numerical_gradient(weight, bias, x, y, h=1e-4), rel=1e-9, abs=1e-10
        )
        loss = computed(page, host, "n.meanLoss(...a)", arguments)
        assert loss == pytest.approx(mean_loss(weight * x + bias, y), rel=1e-13)
        where = computed(page, host, "n.decisionBoundary(...a)", [weight, bias])
        assert where == decision_boundary(weight, bias)
    assert math.isnan(computed(page, host, "n.decisionBoundary(0, 1)", None))


@needs_chromium
def test_the_truth_about_the_data_is_pythons(page: Page, host: Host) -> None:
    generator = np.random.default_rng(6)
    x = generator.normal(0, 5, 200)
    for far in (0.0, 1e8):
        m_0, m_1 = (far + generator.normal(0, 3, 2)).tolist()
        s_0, s_1 = generator.uniform(0.3, 3, 2).tolist()
        share = float(generator.uniform(0.05, 0.95))
        population = Population((m_0, m_1), (s_0, s_1), share)
        arguments = [
            (x + far).tolist(),
            {"means": [m_0, m_1], "stds": [s_0, s_1], "share": share},
        ]
        odds = computed(page, host, "a[0].map(n.logOdds(a[1]))", arguments)
        assert odds == pytest.approx(
            np.asarray(log_odds(x + far, population=population)),
            rel=1e-12,
            abs=1e-12,
        )
        truth = computed(
            page, host, "a[0].map(n.logOdds(a[1])).map(n.sigmoid)", arguments
        )
        assert truth == pytest.approx(
            np.asarray(posterior(x + far, population=population)), rel=1e-10
        )


@needs_chromium
def test_the_best_line_is_pythons_on_every_kind_of_population(
    page: Page, host: Host
) -> None:
    kinds = product((-2.0, 1.5), (0.5, 3.0), (2.0, 7.0), (0.5, 1.0), (0.05, 0.6))
    for m_0, s_0, m_1, s_1, share in kinds:
        settings = {"means": [m_0, m_1], "stds": [s_0, s_1], "share": share}
        line = computed(page, host, "n.bestLine(a)", settings)
        population = Population((m_0, m_1), (s_0, s_1), share)
        expected = best_line(population)
        loss = population_cross_entropy(*expected, population)
        reached = population_cross_entropy(line[0], line[1], population)
        assert [line[2], reached] == pytest.approx([loss, loss], rel=1e-11, abs=0)
        # the loss is flat there; the browser ends at a step of less than a millionth, and the
        # next would be about a thousand times its square
        assert line[:2] == pytest.approx(expected, rel=1e-8, abs=0)


def test_the_exported_numbers_are_those_of_the_run(site: Path) -> None:
    x, y = two_gaussians()
    history = train(x, y)
    training = exported(site, "training.json")
    # the site may come from another processor; training forgets rounding errors, and Newton's
    # method leaves some of the gradient's, times the condition of the curvature
    near = partial(pytest.approx, rel=1e-12, abs=0)
    assert (training["x"], training["y"]) == (near(x.tolist()), y.tolist())
    assert np.ravel(training["snapshots"]) == near(np.ravel(history.snapshots))
    assert training["best_loss"] == near(bayes_cross_entropy())
    assert training["best_line"] == pytest.approx(best_line(), rel=1e-10, abs=0)
    for level, line in training["contours"]:
        losses = [mean_loss(weight * x + bias, y) for weight, bias in line[::9]]
        assert losses == pytest.approx([level] * len(losses), rel=0.05)
    for name in ("run.json", "training.json"):
        run = exported(site, name)
        assert (run["weight"], run["bias"]) == near((history.weight, history.bias))


def exported(site: Path, name: str) -> Any:
    return json.loads((site / "assets" / "live" / name).read_text(encoding="utf-8"))


@needs_chromium
@pytest.mark.parametrize("seed", [0, 41, 2**32 - 1])
def test_the_browser_draws_what_numpy_draws(
    page: Page, host: Host, seed: int
) -> None:
    page.goto(f"{host.address}/404.html")
    script = """([base, seed, sizes]) => import(`${base}/assets/live/random.js`).then(random => {
        const generator = new random.Generator(seed);
        return sizes.map(size => [generator.random(), [...generator.permutation(size)]]);
    })"""
    sizes = [1, 2, 7, 1000, 3, 4097]
    drawn = page.evaluate(script, [host.address, seed, sizes])
    generator = np.random.default_rng(seed)
    assert drawn == [
        [generator.random(), generator.permutation(size).tolist()] for size in sizes
    ]


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


def unfolded(figure: Locator) -> Locator:
    """Return a figure with all of its controls in sight."""
    figure.evaluate(
        "it => it.querySelectorAll('details').forEach(fold => fold.open = true)"
    )
    return figure


def settle(page: Page) -> None:
    """Wait until what was changed is drawn."""
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


READ = """figure => {
    const all = selector => [...figure.querySelectorAll(selector)];
    const read = output => [output.name, Number(output.dataset.value), output.textContent];
    return {
        sliders: all('.live-row output').map(read),
        spoken: all('input[type=range]').map(input => input.getAttribute('aria-valuetext')),
        chosen: all('input[type=radio]:checked')
            .map(input => [input.dataset.name, Number(input.value)]),
        values: all('.live-values output').map(read),
        drawn: all('svg [data-name]').map(text => [text.dataset.name, text.textContent]),
    };
}"""


def shown(figure: Locator) -> tuple[State, State]:
    """Return the state of the controls, and the values below the picture."""
    return state_and_values(figure.evaluate(READ))


def state_and_values(read: dict[str, Any]) -> tuple[State, State]:
    """Return the state of the controls, and the values, of a figure that READ has read."""
    state = {name: exact for name, exact, _ in read["sliders"]}
    values = {name: exact for name, exact, _ in read["values"]}
    return state | dict(read["chosen"]), values


def check(figure: Locator, name: str) -> tuple[State, State]:
    """Compare what a figure shows with the model, exactly and as people read it."""
    settle(figure.page)
    read = figure.evaluate(READ)
    state, values = state_and_values(read)
    expected = expected_values(name, state)
    assert values == {key: about(expected[key]) for key in values}
    for key, text in read["drawn"]:
        assert_reads_as(text.rpartition("= ")[2], expected[key])
    assert set(expected) == set(values) | {key for key, _ in read["drawn"]}
    for _, exact, text in [*read["sliders"], *read["values"]]:
        assert_reads_as(text, exact)
    assert read["spoken"] == [text for *_, text in read["sliders"]]
    return state, values


def about(value: Any) -> Any:
    """Return a number with room for rounding, unless the model has given it room already."""
    if isinstance(value, float | int):
        return pytest.approx(value, rel=1e-12, abs=1e-300, nan_ok=True)
    return value


NUMBER = re.compile(
    r"(?P<sign>−?)(?P<digits>\d+(?:\.\d+)?)(?: × 10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
)


def assert_reads_as(text: str, exact: float) -> None:
    """A text is the number, rounded to the digits that the text has."""
    if not math.isfinite(exact):
        assert text in ("NaN", "none", "not wrong", "∞", "−∞")
        return
    found = NUMBER.match(text.replace(",", ""))
    assert found, text
    if text.endswith("…"):  # cut off, so as not to round up to 1
        assert float(text.rstrip("…")) < exact < 1
        return
    raised = (found["power"] or "⁰").translate(
        str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    )
    decimals = len(found["digits"].partition(".")[2])
    unit = 10.0 ** (int(raised) - decimals)
    read = float(found["digits"]) * 10.0 ** int(raised)
    signed = -read if found["sign"] else read
    assert abs(signed - exact) <= 0.5 * unit * (1 + 1e-9)


@needs_chromium
@pytest.mark.parametrize(("chapter", "name"), FIGURES)
def test_every_control_changes_what_python_says_it_changes(
    page: Page, host: Host, chapter: str, name: str
) -> None:
    figure = unfolded(brought(page, host, chapter, name))
    first, before = check(figure, name)
    for slider in figure.locator("input[type=range]").all():
        drive_slider(figure, name, slider)
        reset(figure, name, first)
    for option in figure.locator("input[type=radio]").all():
        if not option.is_checked():
            option.check()
            state, values = check(figure, name)
            control = option.get_attribute("data-name") or ""
            assert state[control] == float(option.input_value())
            assert values != before
            reset(figure, name, first)
    for button in figure.locator(
        ".live-buttons button:not(.live-reset, .live-play)"
    ).all():
        button.click()
        state, _ = check(figure, name)
        assert state != first
        reset(figure, name, first)
    for handle in figure.locator(".live-handle").all():
        drag(figure, handle)
        state, _ = check(figure, name)
        assert state != first
        reset(figure, name, first)


def drive_slider(figure: Locator, name: str, slider: Locator) -> None:
    """Move one slider by keys: both ends, one step, and nothing else moves."""
    control = slider.get_attribute("name") or ""
    ends = []
    positions = [("Home", "min"), ("End", "max")]
    if slider.input_value() == slider.get_attribute("min"):
        positions.reverse()  # so that each of the two moves it
    for key, position in positions:
        before, _ = shown(figure)
        slider.press(key)
        state, values = check(figure, name)
        assert slider.input_value() == slider.get_attribute(position)
        assert {k for k in state if state[k] != before[k]} == {control}
        ends.append(values)
    assert ends[0] != ends[1]
    slider.press("End")
    at_end, _ = check(figure, name)
    slider.press("ArrowLeft")
    state, _ = check(figure, name)
    assert state[control] < at_end[control]


def reset(figure: Locator, name: str, first: State) -> None:
    figure.locator(".live-reset").click()
    state, _ = check(figure, name)
    assert state == first


def drag(figure: Locator, handle: Locator) -> None:
    """Pull a handle a little, to the right and up."""
    handle.evaluate("handle => handle.scrollIntoView({block: 'center'})")
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 12, y - 9, steps=2)
    mouse.up()


@needs_chromium
def test_dragging_the_line_moves_the_dot_to_the_boundary(
    page: Page, host: Host
) -> None:
    figure = brought(page, host, "sigmoid", "sigmoid")
    drag(figure, figure.locator(".live-handle").first)
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


BOOK: State = {
    "seen": 0,
    "rate": 0.001,
    "batch": 1,
    "squared": 0,
    "shuffle": 1,
    "weight": 0.5,
    "bias": -0.25,
    "n": 500,
    "mean0": 0,
    "std0": 1,
    "mean1": 5,
    "std1": 0.5,
    "seed": 0,
}
WALK = """async ([base, settings, book, steps]) => {
    const {Walk} = await import(`${base}/assets/live/walk.js`);
    const walk = new Walk(settings, book);
    return steps.map(seen => {
        const {now, next, then} = walk.at(seen);
        return [now.weight, now.bias, next, now.waiting, then.weight, then.bias];
    });
}"""
OTHERS: list[State] = [
    {},
    {"batch": 7},
    {"batch": 100, "rate": 0.1, "squared": 1},
    {"squared": 1, "rate": 0.03},
    {"shuffle": 0, "rate": 0.01, "n": 20, "seed": 7},
    {"n": 35, "mean0": -1.5, "std1": 2, "seed": 99, "batch": 3, "squared": 1},
]


@needs_chromium
@pytest.mark.parametrize("other", OTHERS)
def test_the_browser_walks_as_python_does_sample_by_sample(
    page: Page, host: Host, site: Path, other: State
) -> None:
    page.goto(f"{host.address}/404.html")
    settings = BOOK | other
    steps = [0, 1, 2, 6, 7, 8, 69, 70, 71, 99, 100, 101, 1000, 1001, 2500, 3]
    book = exported(site, "training.json")
    actual = page.evaluate(WALK, [host.address, settings, book, steps])
    expected = [walked({**settings, "seen": seen}) for seen in steps]
    assert np.array(actual) == pytest.approx(
        np.array(expected), rel=1e-12, abs=1e-12
    )


@needs_chromium
def test_no_learning_rate_gives_nan(page: Page, host: Host, site: Path) -> None:
    page.goto(f"{host.address}/404.html")
    book = exported(site, "training.json")
    for other in ({}, {"squared": 1}, {"batch": 100}, {"n": 10, "std1": 3}):
        for rate in (1e-4, 100.0):
            settings = BOOK | other | {"rate": rate}
            steps = [1, 2000, 4321]
            walk = page.evaluate(WALK, [host.address, settings, book, steps])
            assert np.all(np.isfinite(walk))


@needs_chromium
def test_the_playground_at_the_books_settings_is_the_books_run(
    page: Page, host: Host
) -> None:
    figure = brought(page, host, "playground", "playground")
    figure.locator("input[name=seen]").press("End")
    settle(page)
    state, values = shown(figure)
    history = train(*two_gaussians())
    assert state["seen"] == 120_000
    assert values["loss"] == pytest.approx(history.loss[-1], rel=1e-12)
    assert values["boundary"] == pytest.approx(
        decision_boundary(history.weight, history.bias), rel=1e-12
    )


@needs_chromium
def test_a_link_carries_the_whole_state(browser: Browser, host: Host) -> None:
    page = browser.new_page(reduced_motion="reduce")
    figure = unfolded(brought(page, host, "playground", "playground"))
    for slider in figure.locator("input[type=range]").all():
        slider.press("ArrowRight")
    for option in figure.locator("input[type=radio]:not(:checked)").all():
        option.check()
    settle(page)
    sent, _ = check(figure, "playground")
    figure.get_by_role("button", name="Copy link").click()
    link = page.evaluate("location.href")
    page.close()
    page = browser.new_page(reduced_motion="reduce")
    page.goto(link)
    figure = page.locator("figure.is-live")
    figure.wait_for()
    assert check(figure, "playground")[0] == sent
    assert figure.locator(".live-message").inner_text() == "As the link says."
    page.close()


@needs_chromium
def test_what_a_link_spoils_is_refused_field_by_field(
    page: Page, host: Host
) -> None:
    figure = brought(page, host, "playground", "playground")
    first, _ = shown(figure)
    bad = [
        "rate:1e9",
        "n:2.5",
        "squared:2",
        "seed:",
        "old:1",
        "toString:1",
        "bias:NaN",
    ]
    page.evaluate("text => { location.hash = text; }", ",".join([*bad, "seen:12"]))
    expect(figure.locator(".live-message")).not_to_be_empty()
    assert check(figure, "playground")[0] == first | {"seen": 12}
    said = figure.locator(".live-message").inner_text()
    assert said.startswith("Refused: rate:1e9 (expected from 0.0001 to 100); n:2.5")
    assert all(part in said for part in bad)


EXPERIMENTS = re.findall(
    r"\]\(#(\S+:\S+)\)", (ROOT / "docs" / "playground.md").read_text("utf-8")
)


@needs_chromium
def test_the_links_of_the_page_set_its_experiments_up(
    page: Page, host: Host
) -> None:
    figure = brought(page, host, "playground", "playground")
    assert len(EXPERIMENTS) == 5
    for link in EXPERIMENTS:
        page.locator(f'article a[href="#{link}"]').first.click()
        settle(page)
        settle(page)
        state, _ = check(figure, "playground")
        wanted = dict(field.split(":") for field in link.split(","))
        assert {name: state[name] for name in wanted} == {
            name: float(value) for name, value in wanted.items()
        }
        assert figure.locator(".live-message").inner_text() == "As the link says."


@needs_chromium
def test_playing_goes_through_the_epochs_until_asked_to_pause(
    browser: Browser, host: Host
) -> None:
    page = browser.new_page()  # of its own, for its clock is not ours
    figure = brought(page, host, "training", "training")
    play = figure.locator(".live-play")
    page.clock.install()
    page.clock.run_for(3000)
    assert shown(figure)[0] == {"epoch": 0}  # nothing moves until asked
    play.click()
    page.clock.run_for(3000)
    assert play.inner_text() == "Pause"
    assert shown(figure)[0]["epoch"] == 4  # slowly, where most of it happens
    page.clock.run_for(3000)
    assert shown(figure)[0]["epoch"] == pytest.approx(32, abs=6)
    play.click()
    page.clock.run_for(100)
    assert play.inner_text() == "Play"
    paused, _ = shown(figure)
    page.clock.run_for(1000)
    assert shown(figure)[0] == paused
    play.click()
    page.clock.run_for(20_000)
    assert play.inner_text() == "Play"
    assert shown(figure)[0] == {"epoch": 120}
    play.click()  # from the end it begins anew
    page.clock.run_for(1000)
    assert shown(figure)[0]["epoch"] == 1
    page.close()


MEASURE = """figure => {
    const [whole, caption] = [figure, figure.querySelector('figcaption')]
        .map(part => part.getBoundingClientRect());
    return [whole.width, whole.height, caption.top - whole.top];
}"""


@needs_chromium
@pytest.mark.parametrize(("chapter", "name"), FIGURES)
def test_nothing_moves_when_a_figure_comes_alive(
    page: Page, host: Host, chapter: str, name: str
) -> None:
    held: list[Route] = []
    measured = False

    def hold(script: Route) -> None:
        if measured:
            script.continue_()
        else:
            held.append(script)

    page.route("**/base.js", hold)
    page.goto(address_of(host, chapter))
    figure = page.locator(f"figure[data-live={name}]")
    static = [at_width(figure, width) for width in WIDTHS]
    assert figure.locator("img:visible").count() == 1
    measured = True
    for script in held:
        script.continue_()
    come_alive(figure)
    for width, before in zip(WIDTHS, static, strict=True):
        assert at_width(figure, width) == pytest.approx(before, abs=0.1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert figure.evaluate(CUT) == []
    page.unroute_all()


WIDTHS = (320, 390, 700, 1280)
# what is too long or too high for the row that it stands in
CUT = """figure => [...figure.querySelectorAll('.live-row, .live-hint, .live-values > div')]
    .filter(row => row.scrollWidth > row.clientWidth || row.scrollHeight > row.clientHeight)
    .map(row => row.textContent)"""


def at_width(figure: Locator, width: int) -> list[float]:
    """Return a figure's size and where its caption begins, in a window of this width."""
    figure.page.set_viewport_size({"width": width, "height": 800})
    settle(figure.page)
    return [float(length) for length in figure.evaluate(MEASURE)]


def test_every_module_is_used() -> None:
    names = {path.stem for path in MODULES.glob("*.js")}
    code = "".join(
        path.read_text(encoding="utf-8") for path in MODULES.glob("*.js")
    )
    imported = set(re.findall(r'(?:from|import\()\s*"\./([\w-]+)\.js"', code))
    # the two that a page names in its head
    asked = {"load", "predict"}
    assert names == imported | {name for _, name in FIGURES} | asked
    assert set(MODELS) == {name for _, name in FIGURES}


def test_the_script_of_the_book_is_small(site: Path) -> None:
    served = list((site / "assets" / "live").glob("*.js"))
    assert {path.name for path in served} == {p.name for p in MODULES.glob("*.js")}
    assert sum(len(gzip.compress(path.read_bytes())) for path in served) <= 34_000


@needs_chromium
def test_a_page_without_live_figures_loads_one_small_module(
    browser: Browser, host: Host
) -> None:
    with browser.new_page() as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{host.address}/notation/", wait_until="networkidle")
        assert [url for url in asked if "/live/" in url] == [
            f"{host.address}/assets/live/load.js"
        ]


@needs_chromium
def test_without_a_script_no_room_is_kept_for_controls(
    browser: Browser, host: Host
) -> None:
    with browser.new_page(java_script_enabled=False) as page:
        page.goto(f"{host.address}/sigmoid/")
        assert page.locator("figure[data-live] > img:visible").count() == 1
        assert page.locator(".live-panel").is_hidden()


@needs_chromium
def test_a_button_glides_to_where_it_sends_and_is_then_described(
    browser: Browser, host: Host
) -> None:
    with browser.new_page(reduced_motion="no-preference") as page:
        figure = brought(page, host, "sigmoid", "sigmoid")
        first, _ = check(figure, "sigmoid")
        way = figure.evaluate(GLIDE)
        assert len(set(way)) > 2
        assert way == sorted(way)
        status = figure.locator(".live-status")
        expect(status).to_contain_text(f"Weight {2 * first['weight']:.2f}")
        doubled, values = check(figure, "sigmoid")
        assert doubled["weight"] == 2 * first["weight"]
        assert doubled["bias"] == 2 * first["bias"]
        expect(status).to_contain_text(f"x = {values['boundary']:.2f}")
        assert (
            figure.locator("svg").get_attribute("aria-label") == status.inner_text()
        )


# the weight in each frame after a click, until it has stayed for ten
GLIDE = """async figure => {
    const output = figure.querySelector('output[name=weight]');
    const way = [Number(output.dataset.value)];
    figure.querySelector('.live-buttons button').click();
    for (let rest = 0; rest < 10; ) {
        await new Promise(requestAnimationFrame);
        const value = Number(output.dataset.value);
        rest = value === way.at(-1) && way.length > 1 ? rest + 1 : 0;
        if (rest === 0) way.push(value);
    }
    return way;
}"""


@needs_chromium
def test_each_of_two_quick_clicks_counts(browser: Browser, host: Host) -> None:
    with browser.new_page(reduced_motion="no-preference") as page:
        figure = brought(page, host, "sigmoid", "sigmoid")
        first, _ = check(figure, "sigmoid")
        figure.evaluate(
            "figure => [1, 2].map(() => figure.querySelector('.live-buttons button').click())"
        )
        status = figure.locator(".live-status")
        expect(status).to_contain_text(f"Weight {4 * first['weight']:.2f}")
        state, _ = check(figure, "sigmoid")
        assert state == {name: 4 * value for name, value in first.items()}


@needs_chromium
def test_a_weight_of_zero_has_no_boundary(page: Page, host: Host) -> None:
    figure = brought(page, host, "sigmoid", "sigmoid")
    figure.locator("input[name=weight]").evaluate(
        "slider => { slider.value = 0; slider.dispatchEvent(new Event('input')); }"
    )
    state, values = check(figure, "sigmoid")
    assert state["weight"] == 0
    assert [math.isnan(values[name]) for name in ("boundary", "further")] == [
        True
    ] * 2
    assert figure.locator("output[name=boundary]").inner_text() == "none"


@needs_chromium
def test_a_handle_at_the_edge_moves_on_from_where_it_is(
    page: Page, host: Host
) -> None:
    figure = brought(page, host, "sigmoid", "sigmoid")
    for name, key in (("weight", "End"), ("bias", "Home")):
        figure.locator(f"input[name={name}]").press(key)
    drag(figure, figure.locator(".live-handle").last)
    state, _ = check(figure, "sigmoid")
    assert 7.5 < state["weight"] < 8


@needs_chromium
def test_of_two_dots_that_overlap_the_nearest_is_pulled(
    page: Page, host: Host
) -> None:
    figure = brought(page, host, "data", "data")
    figure.locator("input[name=share]").press("Home")  # class 1's bell is low now
    before, _ = check(figure, "data")
    for handle, name in enumerate(("mean0", "std0", "mean1", "std1")):
        drag(figure, figure.locator(".live-handle").nth(handle))
        state, _ = check(figure, "data")
        assert [each for each in state if state[each] != before[each]] == [name]
        before = state


@needs_chromium
def test_the_next_row_does_not_cover_the_frame_of_a_slider(
    page: Page, host: Host
) -> None:
    slider = brought(page, host, "data", "data").locator("input[name=std0]")
    slider.press("ArrowRight")
    box = slider.bounding_box()
    assert box is not None
    shot = page.screenshot(
        clip={
            "x": box["x"] - 5,
            "y": box["y"] - 5,
            "width": box["width"] + 10,
            "height": box["height"] + 10,
        }
    )
    picture = np.asarray(Image.open(BytesIO(shot)).convert("RGB"), dtype=int)
    ground = np.abs(picture - picture[-1, 0]).sum(axis=2) < 30
    crossed = np.flatnonzero((~ground[:, 20:-20]).all(axis=1))
    assert crossed[0] < 8
    assert crossed[-1] > len(picture) - 8


def swipe(page: Page, part: Locator, x: int, y: int) -> int:
    """Draw a finger from the middle of a part by x and y; return how far the page went."""
    part.evaluate(
        "part => part.scrollIntoView({block: 'center', behavior: 'instant'})"
    )
    settle(page)
    box = part.bounding_box()
    assert box is not None
    start = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    before = page.evaluate("scrollY")
    for step in range(11):
        at = {"x": start[0] + x * step / 10, "y": start[1] + y * step / 10}
        kind = "touchMove" if step else "touchStart"
        session.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]}
        )
        settle(page)
    session.send(
        "Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []}
    )
    session.detach()
    page.wait_for_timeout(100)
    return int(page.evaluate("scrollY") - before)


@needs_chromium
def test_a_finger_on_a_handle_moves_it_and_not_the_page(
    browser: Browser, host: Host
) -> None:
    with browser.new_page(reduced_motion="reduce", has_touch=True) as page:
        page.set_viewport_size({"width": 390, "height": 800})
        figure = brought(page, host, "sigmoid", "sigmoid")
        first, _ = check(figure, "sigmoid")
        assert swipe(page, figure.locator(".live-handle").last, 0, -40) == 0
        state, _ = check(figure, "sigmoid")
        assert state["bias"] == first["bias"]
        assert state["weight"] > first["weight"] + 0.5
        assert swipe(page, figure.locator("input[name=bias]"), 60, 0) == 0
        moved, _ = check(figure, "sigmoid")
        assert moved["weight"] == state["weight"]
        assert moved["bias"] > first["bias"] + 5
        assert swipe(page, figure.locator("figcaption"), 0, -120) > 60
        assert swipe(page, figure.locator("svg"), 0, -120) > 60
        assert check(figure, "sigmoid")[0] == moved


def test_the_boundary_jumps_left_first_as_the_training_says() -> None:
    history = train(*two_gaussians())
    where = [decision_boundary(s.weight, s.bias) for s in history.snapshots]
    assert where[1] < where[0]
    steps = np.diff(where[1:])
    assert np.all(steps > 0)
    assert np.mean(steps[:10]) > np.mean(steps[10:50]) > np.mean(steps[50:])


@needs_chromium
def test_a_button_that_would_leave_a_slider_is_refused(
    page: Page, host: Host
) -> None:
    figure = brought(page, host, "sigmoid", "sigmoid")
    figure.get_by_label("w", exact=True).press("End")
    before, _ = check(figure, "sigmoid")
    double = figure.get_by_role("button", name="Double both")
    assert double.get_attribute("aria-disabled") == "true"
    double.click(force=True)
    assert check(figure, "sigmoid")[0] == before
    hint = figure.locator(".live-hint")
    assert hint.inner_text() == "w goes from −8.00 to 8.00, no further."
    figure.get_by_role("button", name="Halve both").click()
    settle(page)
    assert hint.inner_text().startswith("Move the line")
