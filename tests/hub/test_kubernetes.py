"""hub/kubernetes: figures that follow from what was measured, in the files and in the docs; settings that are there."""

import importlib.util
import re
from pathlib import Path

import accounts
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "hub" / "kubernetes"
DOCS = (ROOT / "docs" / "class_server.md").read_text(encoding="utf-8")
SIZES = [30, 300, 3000]


@pytest.fixture(scope="module")
def reckon():
    spec = importlib.util.spec_from_file_location("reckon", FOLDER / "reckon.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("learners", SIZES)
def test_each_class_has_the_values_that_are_reckoned(reckon, learners):
    assert (FOLDER / f"class-{learners}.yaml").read_text(encoding="utf-8") == reckon.values(learners)


@pytest.mark.parametrize("learners", [1, *SIZES])
def test_everybody_has_a_place_and_room_for_two_lessons(reckon, learners):
    values = yaml.safe_load(reckon.values(learners))
    guaranteed = int(values["singleuser"]["memory"]["guarantee"].removesuffix("M"))
    ready = values["scheduling"]["userPlaceholder"]["replicas"]
    assert guaranteed >= reckon.MEMORY + reckon.KERNEL
    assert values["hub"]["activeServerLimit"] == learners + ready
    room = reckon.nodes(learners) * (reckon.NODE_MEMORY - reckon.NODE_SYSTEM)
    assert guaranteed * (learners + ready) <= room
    assert values["singleuser"]["cpu"]["guarantee"] * (learners + ready) <= reckon.nodes(learners) * reckon.NODE_CORES
    assert ("db" in values["hub"]) == (learners >= reckon.DATABASE)


@pytest.mark.parametrize("learners", SIZES)
def test_the_docs_have_the_same_figures(reckon, learners):
    row = (
        f"| {learners} | {reckon.guarantee()} MB, {reckon.processor()} | {reckon.placeholders(learners)} |"
        f" {reckon.nodes(learners)} | {reckon.all_up(learners)} s | {100 * reckon.proxy_share(learners):.0f} % |"
    )
    assert row in DOCS


def test_the_docs_measured_what_is_reckoned_with(reckon):
    assert f"{reckon.MEMORY} MB, {reckon.START} s of a processor" in DOCS
    assert f"{reckon.MOVE} ms of a processor; of the proxy {reckon.PROXY} ms" in DOCS
    assert f"are {reckon.a_node()} learners" in DOCS


def test_a_container_starts_as_a_learners_process_does_on_one_machine():
    values = yaml.safe_load((FOLDER / "values.yaml").read_text(encoding="utf-8"))["singleuser"]
    assert values["memory"]["limit"] == "1G"
    assert accounts.LIMITS[accounts.resource.RLIMIT_DATA] == 1024 * accounts.MEGABYTE
    inside = [word for word in values["cmd"] if word.startswith("/srv/lessons/")]
    assert len(inside) == 2
    assert all((ROOT / word.removeprefix("/srv/lessons/")).exists() for word in inside)
    image = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
    folders = re.search(r"JUPYTER_CONFIG_PATH=(\S+)", image)[1].split(":")
    assert all(
        (ROOT / folder.removeprefix("/srv/lessons/") / "jupyter_server_config.py").exists() for folder in folders
    )


def test_every_option_of_the_docs_is_one():
    source = (ROOT / "hub" / "start.py").read_text(encoding="utf-8")
    named = set(re.findall(r"(--[a-z][a-z-]+)", DOCS.split("## On Kubernetes")[0]))
    assert len(named) > 5
    assert all(f'"{option}"' in source for option in named)
