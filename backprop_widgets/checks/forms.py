"""The forms in which people return what a pass gives: which of it is which, and what is to be said about that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_widgets.checks.learner import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

Layers = Mapping[int, Any]
Parts = dict[str, Layers]  # kind -> layer -> array; J has the one layer 0

# What each pass returns, in the order in which it is computed: the first wrong one is the one to look at.
KINDS = {"forward": ("z", "a"), "cost": ("J",), "backward": ("delta", "Delta", "D"), "step": ("Theta",)}
# In which order several of it are expected, and what is often among them though it belongs elsewhere.
ORDERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "forward": (("a", "z"),),
    "cost": (("J",),),
    "backward": (("delta", "D"), ("delta", "Delta", "D")),
    "step": (("Theta",),),
}
_STRAYS = {"forward": (), "cost": ("D",), "backward": ("J",), "step": ("J", "D")}
ORDER = ("z", "a", "J", "delta", "Delta", "D", "Theta")  # in which all kinds are computed


class Slip(Exception):
    """What is wrong with the form of an answer, in words for the learner."""


@dataclass(frozen=True)
class Form:
    """One way to read what came back.

    Attributes
    ----------
    values : dict
        By kind what was given for it.
    complaint : str
        What has to be put right about the form, if it is this one.
    note : str
        What is told, though nothing has to be put right.
    """

    values: dict[str, Any]
    complaint: str = ""
    note: str = ""


def forms_of(like: str, answer: Any) -> list[Form]:
    """Give the ways in which an answer can be read, the expected ones first.

    Raises
    ------
    Slip
        If there is none.

    Examples
    --------
    >>> forms_of("backward", {"D": 1, "J": 2})[0].values
    {'J': 2, 'D': 1}
    >>> [form.complaint for form in forms_of("cost", (0.5, {})) if list(form.values) == ["J", "D"]]
    ['what came back is (J, D): return J alone']
    """
    _refuse_what_is_no_value(answer)
    _refuse_two_names_for_one(like, answer)
    if isinstance(answer, Mapping) and answer and all(isinstance(key, str) for key in answer):
        return [_by_name(like, dict(answer))]
    if not isinstance(answer, Mapping | np.ndarray | list):
        parts = _attributes(answer)
        if any(kind in parts for kind in KINDS[like]):
            return [Form(parts)]
    alone = KINDS[like][-1]  # a, J, D, Theta: what is meant where only one thing comes back
    forms = [Form({alone: answer}), *_in_a_row(like, answer)]
    if is_a_row(answer):
        forms = [*forms[1:], forms[0]]
    if like == "backward":
        forms.append(Form({"delta": answer}))
    if like == "forward":
        forms.append(Form({"z": answer}, "what came back is z: return (a, z), or a"))
    return sorted(forms, key=lambda form: bool(form.complaint))


def _refuse_what_is_no_value(answer: Any) -> None:
    if hasattr(answer, "cr_frame"):
        answer.close()
        raise Slip("what came back is a coroutine: write def without async")
    if hasattr(answer, "gi_frame") and answer.__name__ == "<genexpr>":
        raise Slip("what came back is a generator, of which nothing is computed yet: write list(…) around it")
    if hasattr(answer, "gi_frame"):
        raise Slip("what came back is a generator: write return in the place of yield")
    if callable(answer) and not _attributes(answer):
        name = getattr(answer, "__name__", "")
        called = f" {name}" if isinstance(name, str) and name.isidentifier() else ""
        raise Slip(f"what came back is the function{called} itself: call it, {called.strip() or 'f'}(...)")


def _refuse_two_names_for_one(like: str, answer: Any) -> None:
    row = isinstance(answer, list | tuple) and len(answer) in map(len, ORDERS[like])
    order = next((order for order in ORDERS[like] if row and len(order) == len(answer)), ())
    parts = dict(zip(order, answer, strict=True)) if row else answer if type(answer) is dict else _attributes(answer)
    for (one, first), (other, second) in combinations(parts.items(), 2):
        if first is second and type(first) in (dict, list) and first and {one, other} <= {*ORDER}:
            kind = type(first).__name__
            raise Slip(
                f"{one} and {other} are one and the same {kind}: what is written into one is in the other too. Make two"
            )


def _attributes(answer: Any) -> dict[str, Any]:
    """What an object holds of any kind; nothing if it holds none."""
    if isinstance(answer, type):
        return {}
    return {kind: getattr(answer, kind) for kind in ORDER if hasattr(answer, kind)}


def _by_name(like: str, answer: dict[str, Any]) -> Form:
    last = KINDS[like][-1]
    values = {kind: answer[kind] for kind in ORDER if kind in answer}
    unknown = [key for key in answer if key not in ORDER]
    their, are = f"the key{'s' * (len(unknown) > 1)} {', '.join(map(repr, unknown))}", _are(unknown)
    expected = " and ".join(map(repr, ORDERS[like][0]))
    if not any(kind in values for kind in KINDS[like]):
        about = f"{their} {are} not known" if unknown else f"the keys are {', '.join(map(repr, answer))}"
        raise Slip(f"{about}: expected {expected}")
    if unknown and last not in values:
        near = get_close_matches(last.lower(), [key.lower() for key in unknown], n=1, cutoff=0.3)
        meant = f", of which {last!r} is missing" if not near else f"; write {last!r}"
        return Form(values, f"{their} {are} not known: expected {expected}{meant}")
    return Form(values, note=f"{their} {'was' if len(unknown) == 1 else 'were'} not looked at" if unknown else "")


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _in_a_row(like: str, answer: Any) -> Iterator[Form]:
    """Read it as several kinds one after the other: as expected, and in any other order."""
    if not isinstance(answer, list | tuple) or len(answer) not in (2, 3):
        return
    orders = ORDERS[like]
    kinds = [*dict.fromkeys(kind for order in orders for kind in order), *_STRAYS[like]]
    for order in permutations(kinds, len(answer)):
        if KINDS[like][-1] in order:
            came = f"what came back is ({', '.join(order)}): return {expected_of(like)}"
            yield Form(dict(zip(order, answer, strict=True)), "" if order in orders else came)


def expected_of(like: str) -> str:
    """What is to be returned, as code writes it.

    Examples
    --------
    >>> expected_of("backward"), expected_of("cost")
    ('(delta, D) or (delta, Delta, D)', 'J alone')
    """
    return " or ".join(f"({', '.join(order)})" if len(order) > 1 else f"{order[0]} alone" for order in ORDERS[like])


def is_a_row(answer: Any) -> bool:
    """Whether this is several things in a row rather than the layers of one.

    Examples
    --------
    >>> is_a_row((0.5, {1: [0.0]})), is_a_row([[[0.0]], [[1.0]]]), is_a_row((None, None))
    (True, False, False)
    """
    if not isinstance(answer, list | tuple) or len(answer) < 2 or is_blank(answer):
        return False
    return any(isinstance(entry, Mapping) or _is_layers(entry) for entry in answer)


def _is_layers(entry: Any) -> bool:
    """Whether this is a list of arrays rather than rows of numbers."""
    return isinstance(entry, list | tuple) and any(isinstance(part, np.ndarray) or part is None for part in entry)
