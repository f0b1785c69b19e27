"""What came back, read into arrays: which layer is which, what fits the network, and what doesn't."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Quantity
from backprop_widgets.checks.fitting import as_numbers, fitted, layer_name
from backprop_widgets.checks.forms import ORDERS, Form, Layers, Parts, Slip, expected_of, forms_of, is_a_row
from backprop_widgets.checks.learner import is_blank
from backprop_widgets.checks.strange_forms import about_form
from backprop_widgets.notation.symbols import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backprop_core.validation import Array
    from backprop_widgets.checks.learner import Outcome

BACK_TO_FRONT = ("delta", "Delta", "D", "Theta")
PER_EXAMPLE = ("z", "a", "delta")


@dataclass(frozen=True)
class Reading:
    """An answer, read.

    Attributes
    ----------
    given : dict
        By kind and layer what has the right shape.
    misshapen : dict
        By kind and layer what are numbers, but of another shape.
    slips : tuple of str
        What couldn't be read, and why.
    missing : tuple of str
        What isn't there yet.
    complaint : str
        What has to be put right about the form, though it could be read.
    notes : tuple of str
        What is told about the form, though nothing has to be put right.
    blank : bool
        Whether there was nothing in it.
    nothing : bool
        Whether that was None, or an empty dict or list, and not a place to be filled in.
    """

    given: dict[str, dict[int, Array]] = field(default_factory=dict)
    misshapen: dict[tuple[str, int], Array] = field(default_factory=dict)
    slips: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    complaint: str = ""
    notes: tuple[str, ...] = ()
    blank: bool = False
    nothing: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether everything is there, as numbers of the right shape."""
        return not (self.slips or self.missing or self.misshapen or self.blank)

    @property
    def is_clean(self) -> bool:
        """Whether all that was read fits, though something may be missing."""
        return bool(self.fits) and not (self.slips or self.misshapen)

    @property
    def fits(self) -> int:
        """How many arrays have the right shape."""
        return sum(map(len, self.given.values()))

    def hits(self, right: Parts) -> int:
        """How many of them are nearly the right numbers."""
        return sum(
            bool(np.allclose(array, right[kind][l], rtol=1e-4, atol=1e-9))
            for kind, layers in self.given.items()
            for l, array in layers.items()
        )


def reading_in(outcome: Outcome) -> Reading:
    """What was read of an answer; or why it couldn't be looked at."""
    if isinstance(outcome.value, Reading):
        return outcome.value
    return Reading(slips=(outcome.problem or "It raises NotImplementedError when it is looked at",))


def read(like: str, answer: Any, right: Parts) -> Reading:
    """Read what a pass gave, in whichever of the usual forms it is.

    Of several ways to read it the expected one is taken, unless all fits in another way, or more of it is right there.
    """
    if is_blank(answer):
        return Reading(blank=True, nothing=answer is None or answer in ({}, [], ()))
    try:
        forms = forms_of(like, answer)
    except Slip as slip:
        return Reading(slips=(str(slip),))
    best = read_form(forms[0], right)
    if not (best.is_whole and best.hits(right)):
        for form in forms[1:]:
            other = read_form(form, right)
            if other.is_clean and (
                not best.is_clean or (other.fits, other.hits(right)) > (best.fits, best.hits(right))
            ):
                best = other
    strange = "" if best.is_whole else about_form(like, answer, right)
    if strange:
        return Reading(slips=(strange,))
    as_expected = is_a_row(answer) and len(answer) in map(len, ORDERS[like])
    if not best.fits and not best.misshapen and is_a_row(answer) and not as_expected:
        return Reading(slips=(f"{len(answer)} things came back: return {expected_of(like)}",))
    return best


def read_form(
    form: Form, right: Parts, *, strict: bool = True, only: Quantity | None = None, last: int | None = None
) -> Reading:
    """Read an answer in one way; `strict` refuses a vector where a column for several examples belongs.

    The output is the `last` layer; if that isn't said, the last one that is asked for.
    """
    given: dict[str, dict[int, Array]] = {}
    misshapen: dict[tuple[str, int], Array] = {}
    slips, missing, notes = [], [], [form.note] if form.note else []
    for kind, came in form.values.items():
        value = np.array(came) if kind == "a" and _is_output_in_lists(came, right[kind]) else came
        try:
            raw = layers_of(kind, value, right[kind])
        except Slip as slip:
            slips.append(str(slip))
            continue
        if not isinstance(value, np.ndarray):
            missing += [
                layer_name(kind, l) for l in in_order(kind, right[kind]) if l not in raw and (kind, l) != ("a", 1)
            ]
        given[kind] = {}
        output = max(right[kind]) if last is None else last
        for l in in_order(kind, raw):
            try:
                array = as_numbers(words(only) if only else layer_name(kind, l), raw[l])
            except Slip as slip:
                slips.append(str(slip))
                continue
            whole, note = fitted(kind, array, np.asarray(right[kind][l]), strict=strict, hidden=l < output)
            if whole is None:
                misshapen[kind, l] = array
            else:
                given[kind][l] = whole
            notes += [note] if note and note not in notes else []
    return Reading(given, misshapen, tuple(slips), tuple(missing), form.complaint, tuple(notes))


def turned(reading: Reading, right: Parts) -> Reading:
    """The same answer, if what belongs to examples has a column for each of them and not a row."""
    arrays = {(kind, l): array for kind, layers in reading.given.items() for l, array in layers.items()}
    given: dict[str, dict[int, Array]] = {kind: {} for kind in reading.given}
    misshapen: dict[tuple[str, int], Array] = {}
    for (kind, l), array in (arrays | reading.misshapen).items():
        whole = array.T if kind in PER_EXAMPLE else array
        if whole.shape == np.shape(right[kind][l]):
            given[kind][l] = whole
        else:
            misshapen[kind, l] = array
    note = "yours has a column for each example, not a row"
    return replace(reading, given=given, misshapen=misshapen, notes=(*reading.notes, note))


def columns_fit_better(rows: Sequence[Reading], columns: Sequence[Reading], right: Sequence[Parts]) -> bool:
    """Whether answers fit with a column for each example, and with rows they don't or fewer of them are right."""
    if any(reading.misshapen for reading in columns):
        return False
    more = sum(other.hits(parts) - row.hits(parts) for row, other, parts in zip(rows, columns, right, strict=True))
    return more > 0 or any(reading.misshapen for reading in rows)


# Which layer is which ------------------------------------------------------------------------------------------------


def layers_of(kind: str, value: Any, right: Layers) -> dict[int, Any]:
    """What was given for each layer; a layer that isn't there is left out.

    Raises
    ------
    Slip
        If it isn't clear which layer is which.
    """
    name = words(Quantity(kind))
    layers = sorted(right)
    if is_blank(value):
        return {}
    if isinstance(value, Mapping):
        return _numbered(name, value, right)
    in_a_list = isinstance(value, list | tuple) and len(value) == 1 and _shape(value[0]) == np.shape(right[layers[0]])
    if len(layers) == 1 and not in_a_list:
        return {layers[0]: value}
    if isinstance(value, np.ndarray) and len(value) and (value.dtype == object or value.ndim == 3):
        value = list(value)
    if isinstance(value, list | tuple):
        return _listed(name, list(value), right)
    if kind == "a" and isinstance(value, np.ndarray):
        return {layers[-1]: value}  # the output alone
    if isinstance(value, np.ndarray):
        raise Slip(
            f"{name} is one array of shape {value.shape}: give a dict with an array for each layer, {_list(layers)}"
        )
    raise Slip(f"{name} is a {type(value).__name__}: give a dict with the layers {_list(layers)}")


def _numbered(name: str, value: Mapping[Any, Any], right: Layers) -> dict[int, Any]:
    layers = sorted(right)
    if layers != [0] and all(isinstance(key, int | np.integer) for key in value):
        by = min(value) - layers[0]
        shifted = {l: value[l + by] for l in layers if l + by in value}
        if by and 0 not in value and not _fit(value, right) and _fit(shifted, right):
            raise Slip(f"{name} has the layers {_list(sorted(value))}, but it should have {_list(layers)}")
        if 0 in value and not set(layers) <= set(value):
            raise Slip(f"{name} has the layers {_list(value)}, but layers count from 1: expected {_list(layers)}")
    elif not any(l in value for l in layers):
        raise Slip(f"{name} has the keys {', '.join(map(repr, value))}: expected the layers {_list(layers)}")
    return {l: value[l] for l in layers if l in value and not is_blank(value[l])}


def _fit(value: Mapping[Any, Any], right: Layers) -> bool:
    return all(l in value and _shape(value[l]) == np.shape(right[l]) for l in right)


def _listed(name: str, values: list[Any], right: Layers) -> dict[int, Any]:
    """A list of layers, from the first one up; blanks in front, so that the index is the layer, don't count."""
    while values and is_blank(values[0]) and len(values) > len(right):
        del values[0]
    layers = sorted(right)
    if len(values) == len(layers) - 1 and layers[0] == 1 and name == "a":
        layers = layers[1:]  # a^(1) is x: many leave it out
    if len(values) != len(layers):
        raise Slip(
            f"{name} is a list of {len(values)}, but there are {len(layers)} layers of it, {_list(layers)}:"
            " a dict with these numbers is safest"
        )
    shapes, expected = [_shape(v) for v in values], [np.shape(right[l]) for l in layers]
    if shapes != expected and shapes[::-1] == expected:
        raise Slip(f"{name} is listed from layer {layers[-1]} down: list it from layer {layers[0]} up, or use a dict")
    return {l: v for l, v in zip(layers, values, strict=True) if not is_blank(v)}


def _is_output_in_lists(value: Any, right: Layers) -> bool:
    return isinstance(value, list | tuple) and len(right) > 1 and _shape(value) == np.shape(right[max(right)])


def _shape(value: Any) -> tuple[int, ...] | None:
    try:
        return np.shape(value)
    except Exception:  # noqa: BLE001 - an object of a learner's may raise anything; then it has no shape
        return None


def in_order(kind: str, layers: Iterable[int]) -> list[int]:
    """Layers in the order in which their numbers are computed."""
    return sorted(layers, reverse=kind in BACK_TO_FRONT)


def _list(layers: Iterable[Any]) -> str:
    return ", ".join(map(str, layers))
