"""The workflows: nothing may write but what deploys, and deployed is only what was tested."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from .building import ROOT
from .frameworks import needs_frameworks

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]


def read(path: Path) -> Any:
    """Return what a YAML file says."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_deployed_is_only_what_the_same_attempt_built_once_and_checked() -> None:
    jobs = read(GITHUB / "workflows" / "ci.yml")["jobs"]
    assert jobs["deploy"]["needs"] == ["build", "check"]
    steps = [(name, step) for name, job in jobs.items() for step in job["steps"]]
    for command, where in (("mkdocs build", "build"), (".ci/run", "check")):
        assert [n for n, step in steps if command in step.get("run", "")] == [where]
    used = [step.get("uses", "") for name, step in steps if name == "deploy"]
    assert [action.partition("@")[0] for action in used if action] == [
        "actions/download-artifact",
        "actions/deploy-pages",
    ]
    (pack,) = [step for _, step in steps if step.get("id") == "pack"]
    assert 'name=site-$GITHUB_RUN_ATTEMPT" >> "$GITHUB_OUTPUT"' in pack["run"]
    built = "${{ steps.pack.outputs.name }}"
    assert jobs["build"]["outputs"]["name"] == built
    artefacts = [
        (name, step["with"][key])
        for name, step in steps
        for key in ("name", "artifact_name")
        if key in step.get("with", {})
    ]
    this = "${{ needs.build.outputs.name }}"
    assert artefacts == [
        *(("build", built), ("build", "preview")),
        *(("check", this), ("deploy", this), ("deploy", this)),
    ]


def test_only_the_deploying_job_may_write_and_nobody_keeps_a_secret() -> None:
    for path in WORKFLOWS:
        workflow = read(path)
        assert workflow["permissions"] == {}
        assert "secrets." not in path.read_text(encoding="utf-8")
        for name, job in workflow["jobs"].items():
            writes = {
                what for what, how in job["permissions"].items() if how == "write"
            }
            assert writes == ({"pages", "id-token"} if name == "deploy" else set())


def test_every_supported_python_is_checked_and_the_newest_on_every_system() -> None:
    check = read(GITHUB / "workflows" / "ci.yml")["jobs"]["check"]
    matrix = check["strategy"]["matrix"]
    minors = [int(version.removeprefix("3.")) for version in matrix["python"]]
    assert PROJECT["requires-python"] == f">=3.{minors[0]}"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"needs Python 3.{minors[0]} or newer" in readme
    assert minors == list(range(minors[0], minors[-1] + 1))
    assert matrix["frameworks"] == ["no"]
    assert {tuple(more.values()) for more in matrix["include"]} == {
        ("macos-latest", f"3.{minors[-1]}", "no"),
        ("windows-latest", f"3.{minors[-1]}", "no"),
        ("macos-latest", f"3.{minors[0]}", "yes"),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="a step for GNU's sed")
def test_once_a_week_nothing_is_pinned_and_python_is_the_newest(
    tmp_path: Path,
) -> None:
    workflow = read(GITHUB / "workflows" / "newest.yml")
    (when,) = workflow[True]["schedule"]  # YAML takes the word "on" for a truth
    assert re.fullmatch(r"\d+ \d+ \* \* \d", when["cron"])
    check = workflow["jobs"]["check"]
    assert check["strategy"]["matrix"]["python"][-1] == "3.x"
    shutil.copytree(
        ROOT / ".ci",
        tmp_path / ".ci",
        ignore=shutil.ignore_patterns("node_modules"),
    )
    commands = [step["run"] for step in check["steps"] if "run" in step]
    subprocess.run(["bash", "-e", "-c", commands[0]], cwd=tmp_path, check=True)
    assert (tmp_path / ".ci" / "constraints.txt").read_bytes() == b""
    tools = json.loads((tmp_path / ".ci" / "package.json").read_bytes())
    assert set(tools["devDependencies"].values()) == {"latest"}
    assert commands[1] == ".ci/run"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_one_job_has_all_frameworks_and_fails_without_one(path: Path) -> None:
    check = read(path)["jobs"]["check"]
    jobs = check["strategy"]["matrix"]["include"]
    (job,) = [job for job in jobs if job["frameworks"] == "yes"]
    assert job["os"] == "macos-latest"  # for which PyTorch is built without CUDA
    (ran,) = [step for step in check["steps"] if step.get("run") == ".ci/run"]
    assert ran["env"]["FRAMEWORKS"] == "${{ matrix.frameworks }}"


@needs_frameworks
def test_pytorch_is_built_for_the_cpu() -> None:
    """A build for CUDA brings gigabytes; FRAMEWORKS=no keeps it from being installed."""
    assert import_module("torch").version.cuda is None


def test_dependabot_knows_every_cap_and_no_other() -> None:
    updates = read(GITHUB / "dependabot.yml")["updates"]
    (pip,) = [update for update in updates if update["package-ecosystem"] == "pip"]
    folder = ROOT / pip["directory"].lstrip("/")
    assert [path.name for path in folder.glob("*.txt")] == ["constraints.txt"]
    ignored = {rule["dependency-name"]: rule["versions"] for rule in pip["ignore"]}
    extras = PROJECT["optional-dependencies"].values()
    required = [Requirement(text) for extra in extras for text in extra]
    assert ignored == {
        requirement.name: [f">={part.version}"]
        for requirement in required
        for part in requirement.specifier
        if part.operator == "<"
    }
