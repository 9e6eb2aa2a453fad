"""The search answers what people paste and type, among the first three links that they see."""

import re

import pytest
from playwright.sync_api import Browser

from .browsing import search
from .hosting import Host

# a question, and the pattern of an address that answers it
QUESTIONS = {
    # messages, with quotes and without
    '"overflow encountered in exp"': "(pitfalls|floating-point)/#overflow",
    "RuntimeWarning: overflow encountered in exp": "(pitfalls|floating-point)/#overflow",
    '"divide by zero encountered in log"': "pitfalls/#nan-loss",
    "RuntimeWarning: divide by zero encountered in log": "pitfalls/#nan-loss",
    '"invalid value encountered in multiply"': "pitfalls/#nan-loss",
    "RuntimeWarning: invalid value encountered in scalar multiply": "pitfalls/#nan-loss",
    '"The loss is NaN"': "pitfalls/#nan-loss",
    '"math domain error"': "pitfalls/#math-errors",
    "ValueError: math domain error": "pitfalls/#math-errors",
    "OverflowError: math range error": "pitfalls/#math-errors",
    "OverflowError: (34, 'Numerical result out of range')": "pitfalls/#math-errors",
    '"operands could not be broadcast together"': "pitfalls/#column-shape",
    "ValueError: operands could not be broadcast together with shapes (100,1) (100,)": (
        "pitfalls/#column-shape"
    ),
    '"The truth value of an array with more than one element is ambiguous"': "pitfalls/#if-array",
    "ValueError: The truth value of a Series is ambiguous": "pitfalls/#if-array",
    "ValueError: all input arrays must have the same shape": "pitfalls/#unequal",
    "ValueError: could not convert string to float: 'worn'": "pitfalls/#labels",
    "NameError: name 'dE_dbias' is not defined": "pitfalls/#name-error",
    "RuntimeWarning: invalid value encountered in double_scalars": "pitfalls/#nan-loss",
    "TypeError: only length-1 arrays can be converted to Python scalars": "pitfalls/#math-errors",
    "TypeError: numpy boolean subtract, the `-` operator, is not supported": "pitfalls/#labels",
    "ValueError: shapes (100,1) and (100,) not aligned": "pitfalls/#column-shape",
    "ModuleNotFoundError: No module named 'firstneuron'": "reference/",
    # minus signs
    "-0.693": "pitfalls/#(does-not-learn|pairing|rate)",
    "labels -1 1": "pitfalls/#labels",
    "labels -1 and +1": "pitfalls/#labels",
    "y_hat * (1 - y_hat)": "pitfalls/#output-or-logit|derivatives/#slope-of-the-sigmoid",
    # symptoms, in everyday words
    "loss not decreasing": "pitfalls/#(does-not-learn|sign|rate)",
    "loss is negative": "pitfalls/#labels",
    "loss increasing": "pitfalls/#sign",
    "loss goes up": "pitfalls/#sign",
    "loss stuck at 0.693": "pitfalls/#(does-not-learn|pairing)",
    "accuracy stuck at 0.5": "pitfalls/#(does-not-learn|scale)",
    "not learning": "pitfalls/#(does-not-learn|scale|rate)",
    "doesn't learn": "pitfalls/#(does-not-learn|squared-error)",
    "does not converge": "pitfalls/#(does-not-learn|separable)",
    "loss nan": "pitfalls/#nan-loss",
    "loss becomes nan after a few epochs": "pitfalls/#nan-.*",
    "loss is inf": ".*#(exactly-one|infinity-times-zero)",
    "weights nan": "pitfalls/#nan-weights",
    "weights keep growing": "pitfalls/#separable|no-best-answer/.*",
    "gradient descent diverges": "pitfalls/#rate",
    "learning rate too high": "pitfalls/#rate|training/#choices",
    "loss oscillates": "pitfalls/#rate",
    "random seed": "data/#luck|training/#choices",
    "how many epochs": "training/#(loop|choices)",
    "train test split": "pitfalls/#missing-class|verdict/.*",
    "class imbalance": "pitfalls/#imbalance",
    "imbalanced": "pitfalls/#imbalance",
    "overfitting": "pitfalls/#unfinished|verdict/.*|notation/#words",
    "vanishing gradient": "pitfalls/#squared-error",
    "string labels": "pitfalls/#labels",
    "csv": "pitfalls/#columns",
    "pandas dataframe": "pitfalls/#columns",
    # either spelling
    **dict.fromkeys(["normalise", "normalize", "normalization"], "pitfalls/#scale"),
    **dict.fromkeys(
        ["standardise", "standardization"], "pitfalls/#scale|training/#years"
    ),
    "feature scaling": "pitfalls/#scale",
    "regularization": "pitfalls/#separable|no-best-answer/#penalty|notation/#words",
    "regularisation": "pitfalls/#separable|no-best-answer/#penalty|notation/#words",
    "initialize weights": "pitfalls/#small-weights|derivatives/#first-weights",
    "shuffling": "pitfalls/#(pairing|missing-class)|training/.*",
    # names from elsewhere
    "cost function": "notation/#words",
    "logistic loss": "notation/#words|frameworks/.*",
    "BCEWithLogitsLoss": "frameworks/.*|floating-point/#ask-the-logit",
    "sklearn LogisticRegression": "frameworks/.*",
    "pytorch": "frameworks/.*",
    "logistic regression": "notation/#words|verdict/.*",
    "negative log likelihood": "pitfalls/#names|cross-entropy/.*",
    "chain rule": "derivatives/.*|pitfalls/#nan-weights",
    "numerically stable sigmoid": "pitfalls/#overflow|floating-point/.*",
    "plot decision boundary": "verdict/#predictions",
    "binary crossentropy": "notation/#words|cross-entropy/.*|floating-point/#ask-the-logit",
    "mse": "pitfalls/#squared-error|cross-entropy/#why-not-squared-error",
    "threshold": "notation/#words|verdict/#predictions",
    "decision boundary": "notation/#words|.*#firstneuron.evaluation.decision_boundary|verdict/.*",
    "gradient check": "derivatives/#check-it-without-believing-it",
    "why cross entropy instead of squared error": "cross-entropy/#why-not-squared-error",
    "softmax": "more-inputs/#softmax",
    "calibration": "verdict/#calibration|notation/#words",
    # symbols and functions
    "sigmoid_derivative": "reference/#firstneuron.activation.sigmoid_derivative",
    "two_gaussians()": "reference/#firstneuron.data.two_gaussians",
    "σ": "notation/",
}
# what many sections have in them: the entries that are found among all
FOUND = {
    "train": {"reference/#firstneuron.training.train"},
    "ŷ": {"notation/", "derivatives/#the-product-cancels"},
    "logit": {
        "notation/#words",
        "cross-entropy/#ask-the-logit-not-the-probability",
    },
}
ASK = """async questions => {
  const field = document.querySelector("[data-md-component=search-query]");
  const told = document.querySelector(".md-search-result__meta");
  const found = document.querySelector(".md-search-result__list");
  const ask = async (words, answered) => {
    field.value = words;
    field.dispatchEvent(new KeyboardEvent("keyup", {bubbles: true}));
    do await new Promise(requestAnimationFrame); while (!answered());
  };
  const empty = () => told.textContent.includes("Type to start searching");
  const answers = [];
  for (const words of questions) {
    await ask("", empty);
    await ask(words, () => !empty());
    const links = [...found.querySelectorAll("a")];
    answers.push([links.filter(link => !link.closest("details")).slice(0, 3), links]
      .map(some => some.map(link => link.pathname + link.hash)));
  }
  return answers;
}"""


@pytest.fixture(scope="module")
def answers(browser: Browser, host: Host) -> dict[str, list[list[str]]]:
    """The first three addresses for each question, and all, all asked in one visit."""
    page = browser.new_page()
    page.goto(f"{host.address}/")
    search(page, "sigmoid")
    questions = [*QUESTIONS, *FOUND]
    found = page.evaluate(ASK, questions)
    page.close()
    return {
        question: [
            [address.removeprefix(host.base) for address in some] for some in both
        ]
        for question, both in zip(questions, found, strict=True)
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_people_type_is_answered_by_the_first_three(
    answers: dict[str, list[list[str]]], question: str
) -> None:
    pattern = re.compile(QUESTIONS[question])
    first, _ = answers[question]
    assert any(map(pattern.fullmatch, first)), first


@pytest.mark.parametrize("word", FOUND)
def test_the_entries_of_a_symbol_and_of_a_function_are_found(
    answers: dict[str, list[list[str]]], word: str
) -> None:
    _, every = answers[word]
    assert FOUND[word] <= {*every}
