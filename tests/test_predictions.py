"""Predictions in a browser: first the forecast, then the answer, at the price that Python pays."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page, expect

import firstneuron as fn
from firstneuron.figures.style import book_run
from weave.claims.predictions import Prediction, find_predictions

from .building import ROOT
from .hosting import Host
from .reading import read_pages
from .visiting import WINDOWS, Visit, Visits, Window

FOUND = {page.path.stem: list(find_predictions(page)) for page in read_pages(ROOT)}
PAGES = [page for page, found in FOUND.items() if found]
# the page, the place on it, and each prediction
QUESTIONS = [
    (page, place, found)
    for page in PAGES
    for place, found in enumerate(FOUND[page])
]


@pytest.fixture
def page(visit: Visit) -> Page:
    """The page of a reader who has forecast nothing yet."""
    visit.page.set_viewport_size({"width": 1280, "height": 720})
    return visit.page


def opened(page: Page, host: Host, number: int = 0) -> tuple[Locator, Prediction]:
    """Open the page of one of all questions; return the question, once its form is there."""
    name, place, found = QUESTIONS[number]
    page.goto(f"{host.address}/{name}/")
    question = page.locator(".predict").nth(place)
    expect(question.locator("form")).to_be_visible()
    return question, found


def wrong_answer(found: Prediction) -> int:
    """Return the place of an answer that isn't true, from 1."""
    return 1 + found.truth % len(found.answers)


def forecast(question: Locator, answer: int, said: int) -> None:
    """Commit to a probability, in per cent, of one of the answers, from 1; a key is enough."""
    question.locator("input[type=radio]").nth(answer - 1).check()
    question.locator("input[type=range]").fill(str(said))
    question.locator("input[type=range]").press("Enter")


@pytest.mark.parametrize("name", PAGES)
def test_without_a_script_the_answers_are_in_folds(site: Path, name: str) -> None:
    page = BeautifulSoup(
        (site / name / "index.html").read_text("utf-8"), "html.parser"
    )
    questions = page.select(".admonition.predict")
    assert len(questions) == len(FOUND[name])
    for question in questions:
        (summary,) = question.select("& > details.success > summary")
        assert summary.get_text() == "Answer"
        assert "<!--" not in str(question)


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("name", PAGES)
def test_no_answer_shows_before_its_forecast(
    visits: Visits, name: str, window: Window
) -> None:
    before, after = ["form button"], ["details", "details > :last-child"]
    assert visits(f"{name}/", window).forecasts == [
        [len(found.answers), before, after] for found in FOUND[name]
    ]


def test_a_forecast_costs_the_cross_entropy_of_what_was_said(
    page: Page, host: Host
) -> None:
    question, found = opened(page, host)
    answers = [(wrong_answer(found), "wrong"), (found.truth, "right")]
    for said, came in ((1, 1), (37, 0), (50, 1), (99, 0)):
        answer, judged = answers[came]
        question.locator("input[type=range]").fill(str(said))
        prices = [f"{fn.binary_cross_entropy(said / 100, y):.2f}" for y in (1, 0)]
        expect(question.locator(".forecast-price")).to_have_text(
            f"You pay {prices[0]} if you are right, {prices[1]} if you are wrong."
        )
        forecast(question, answer, said)
        loss = f"{fn.binary_cross_entropy(said / 100, came):.3f}"
        result = question.locator(".forecast-result[role=status]")
        expect(result).to_contain_text(f"You are {judged}. You gave that ")
        expect(result).to_contain_text(f"= {loss}.")
        expect(result).to_be_focused()
        expect(page.locator(".forecast-tally dd")).to_have_text([loss, "0.693"])
        question.get_by_role("button", name="Forget this forecast").click()


def test_of_a_list_one_answer_is_chosen_and_the_mean_runs_on(
    page: Page, host: Host
) -> None:
    question, found = opened(page, host)
    question.get_by_role("button", name="That is my forecast").click()
    expect(question.locator(".forecast-result[role=status]")).to_have_text(
        "Choose one of the answers first."
    )
    forecast(question, wrong_answer(found), 80)
    expect(question.locator(".is-true")).to_have_count(1)
    expect(question.locator("label").nth(found.truth - 1)).to_have_class("is-true")
    question, found = opened(page, host, 1)
    forecast(question, found.truth, 90)
    wrong, right = fn.binary_cross_entropy(0.8, 0), fn.binary_cross_entropy(0.9, 1)
    mean = f"{(wrong + right) / 2:.3f}"
    tally = page.locator(".forecast-tally")
    expect(tally.locator("dt").first).to_have_text("You, mean loss of 2 forecasts")
    expect(tally.locator("dd")).to_have_text([mean, f"{math.log(2):.3f}"])


def test_a_phone_shows_the_mean_with_the_answer(page: Page, host: Host) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    question, found = opened(page, host)
    mean = question.locator(".forecast-mean")
    expect(mean).to_be_hidden()
    forecast(question, found.truth, 70)
    loss = fn.binary_cross_entropy(0.7, 1)
    expect(mean).to_have_text(
        f"Your mean loss of 1 forecast: {loss:.3f}. A coin: {math.log(2):.3f}."
    )
    expect(mean).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(mean).to_be_hidden()
    expect(page.locator(".forecast-tally")).to_be_visible()


def test_a_forecast_stays_in_the_browser_until_it_is_forgotten(
    page: Page, host: Host
) -> None:
    question, found = opened(page, host)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(f"{sent.method} {sent.url}"))
    forecast(question, found.truth, 70)
    # opening the answer may load a picture in it
    assert all(sent.startswith(f"GET {host.address}") for sent in asked)
    assert not any("?" in sent for sent in asked)
    question, _ = opened(page, host)
    expect(question.locator("input[type=range]")).to_have_value("70")
    expect(question.locator("input[type=range]")).to_be_disabled()
    expect(question.locator("details")).to_be_visible()
    question.get_by_role("button", name="Forget this forecast").click()
    expect(question.locator("details")).to_be_hidden()
    expect(page.locator(".forecast-tally")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('first-neuron-forecasts')") is None
    assert page.context.cookies() == []
    expect(question.locator("input[type=range]")).to_be_enabled()


def test_a_question_breaks_no_rule_of_accessibility(page: Page, host: Host) -> None:
    question, _ = opened(page, host)
    expect(question.get_by_role("group")).to_have_count(1)
    # the visits look at each page after all forecasts
    axe = Axe().run(page, context=".predict")
    assert axe.violations_count == 0, axe.generate_report()


def test_the_calibration_of_the_neuron_is_that_of_python(
    modules: Any, host: Host
) -> None:
    found = modules(
        "predict",
        "fetch(a).then(run => run.json()).then(run => n.calibration(n.neuronAnswers(run)))",
        f"{host.address}/assets/live/run.json",
    )
    _, _, history = book_run()
    weight, bias, population = history.weight, history.bias, fn.Population()
    x = np.linspace(-9, 12, 400_001)
    mass = (x[1] - x[0]) * sum(
        fn.density(x, mean, std) / 2
        for mean, std in zip(population.means, population.stds, strict=True)
    )
    said, came = fn.sigmoid(weight * x + bias), fn.posterior(x)
    sure = np.maximum(said, 1 - said)
    right = np.where(x > fn.decision_boundary(weight, bias), came, 1 - came)
    for group, low, high in zip(found, (0.5, 0.7, 0.9), (0.7, 0.9, 2), strict=True):
        inside = mass * ((sure >= low) & (sure < high))
        count = inside.sum()
        means = {"said": inside @ sure / count, "right": inside @ right / count}
        assert group == pytest.approx({"count": count, **means}, abs=1e-4)


def test_the_verdict_sums_up_the_reader_beside_the_neuron(
    page: Page, host: Host
) -> None:
    page.goto(f"{host.address}/verdict/")
    place = page.locator(".calibration")
    expect(place).to_contain_text("You have made no forecast yet.")
    kept: dict[str, dict[str, Any]] = {
        "a": {"said": 0.8, "of": "1", "came": 1},
        "b": {"said": 0.15, "of": "1", "came": 0},
        "c": {"said": 0.7, "of": "2", "came": 0},
        "d": {"said": 0.5, "of": "1", "came": 0},
    }
    from_before = {"e": {"said": 0.9, "of": "yes", "came": 1}}
    page.evaluate(
        "kept => localStorage.setItem('first-neuron-forecasts', kept)",
        json.dumps(kept | from_before),
    )
    page.reload()
    expect(place.locator("tbody td:nth-child(-n+3)")).to_have_text([
        "50 % to 70 %", "50 %", "50 % of 1",
        "70 % to 90 %", "78 %", "67 % of 3",
        "90 % to 100 %", "–", "–",
    ])  # fmt: skip
    total = sum(
        fn.binary_cross_entropy(each["said"], each["came"])
        for each in kept.values()
    )
    expect(place).to_contain_text(
        f"You paid {total:.2f} for 4 forecasts, {total / 4:.3f} each."
    )
    expect(place).to_contain_text(f"A coin pays {4 * math.log(2):.2f}, 0.693 each.")
    found = Axe().run(page, context=".calibration")
    assert found.violations_count == 0, found.generate_report()
    place.get_by_role("button", name="Forget all my forecasts").click()
    expect(place).to_contain_text("You have made no forecast yet.")
    assert page.evaluate("localStorage.getItem('first-neuron-forecasts')") is None
