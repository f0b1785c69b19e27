"""What importing the core costs, and what every public thing carries."""

import ast
import doctest
import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import backprop_core

PACKAGE = Path(backprop_core.__file__).parent
PUBLIC = [name for name in backprop_core.__all__ if not inspect.ismodule(getattr(backprop_core, name))]
SOURCE = """
import sys
import {name}
ours = {{module.partition(".")[0] for module in sys.modules}}
known = set(sys.stdlib_module_names) | {{"numpy", "backprop_core", "__main__"}}
print(*sorted(ours - known))
"""


def foreign_modules(name):
    """What a fresh Python has loaded after one import, beyond numpy and the standard library."""
    done = subprocess.run(
        [sys.executable, "-c", SOURCE.format(name=name)],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
    )
    return set(done.stdout.split())


def test_importing_the_core_loads_nothing_but_numpy_and_the_standard_library():
    # What numpy alone brings along, and an installation's own start-up files, are not the core's doing.
    assert foreign_modules("backprop_core") - foreign_modules("numpy") == set()


def test_that_check_would_notice_a_plotting_library():
    assert "pytest" in foreign_modules("pytest, backprop_core")


def test_the_modules_themselves_import_nothing_else():
    """Not even late, inside a function."""
    allowed = set(sys.stdlib_module_names) | {"numpy", "backprop_core"}
    for path in PACKAGE.rglob("*.py"):
        statements = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        imported = {alias.name for node in statements if isinstance(node, ast.Import) for alias in node.names}
        imported |= {node.module or "." for node in statements if isinstance(node, ast.ImportFrom)}
        packages = {name.partition(".")[0] for name in imported}
        assert packages <= allowed, f"{path.name} imports {packages - allowed}"


@pytest.mark.parametrize(
    "name",
    [
        "Network", "forward", "cost", "backward", "run", "Forward", "Backward", "Trace", "numerical_gradient",
        "numerical_derivative", "compare", "epsilon_sweep", "descent", "Record", "Diverged", "accuracy", "explain",
        "Explanation", "Factor", "Quantity", "value_of", "examples",
    ],
)  # fmt: skip
def test_the_public_names_are_there(name):
    assert name in backprop_core.__all__
    assert hasattr(backprop_core, name)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_thing_says_what_it_is(name):
    assert inspect.getdoc(getattr(backprop_core, name))


@pytest.mark.parametrize("name", [name for name in PUBLIC if inspect.isfunction(getattr(backprop_core, name))])
def test_every_public_function_has_an_example_that_doctest_finds(name):
    function = getattr(backprop_core, name)
    assert any(test.examples for test in doctest.DocTestFinder().find(function, name))


@pytest.mark.parametrize("name", ["Network", "Quantity"])
def test_the_classes_that_a_learner_makes_have_an_example_too(name):
    found = doctest.DocTestFinder().find(getattr(backprop_core, name), name)
    assert any(test.examples for test in found)


def test_pytest_collects_the_doctests_of_the_core(pytestconfig):
    """Run with the project's own settings, examples in docstrings are tests."""
    assert "--doctest-modules" in pytestconfig.getini("addopts")
    assert "backprop_core" in pytestconfig.getini("testpaths")


@pytest.mark.parametrize("module", [name for _, name, _ in pkgutil.iter_modules([str(PACKAGE)])])
def test_the_examples_in_the_docstrings_are_true(module):
    """Here too, so that a run of this folder alone cannot miss them."""
    results = doctest.testmod(import_module(f"backprop_core.{module}"))
    assert results.failed == 0


def test_the_public_interface_has_the_names_and_defaults_of_the_design():
    def parameters(function):
        return {name: p.default for name, p in inspect.signature(function).parameters.items()}

    needed = inspect.Parameter.empty
    assert parameters(backprop_core.run) == {"net": needed, "X": needed, "Y": needed, "lam": 0.0}
    assert parameters(backprop_core.forward) == {"net": needed, "X": needed}
    assert parameters(backprop_core.cost) == {"net": needed, "fwd": needed, "Y": needed, "lam": 0.0}
    assert parameters(backprop_core.backward) == {"net": needed, "fwd": needed, "Y": needed, "lam": 0.0}
    assert parameters(backprop_core.numerical_gradient)["eps"] == 1e-4
    assert parameters(backprop_core.numerical_derivative)["eps"] == 1e-4
    assert parameters(backprop_core.explain) == {"trace": needed, "quantity": needed}
    options = {"alpha": needed, "lam": 0.0, "steps": needed, "batch": None, "momentum": 0.0, "seed": 0}
    assert parameters(backprop_core.descent) == {"net": needed, "X": needed, "Y": needed} | options
    kinds = inspect.signature(backprop_core.descent).parameters
    assert all(kinds[name].kind is inspect.Parameter.KEYWORD_ONLY for name in options)
    assert list(parameters(backprop_core.Quantity)) == ["kind", "layer", "i", "j", "example"]
