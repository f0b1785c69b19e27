"""The table beside the slide: each unit's δ as the switches make it, the right one, and both measured slopes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isclose
from typing import TYPE_CHECKING

from backprop_core import Quantity, Trace, explain, value_of
from backprop_widgets.notation.arithmetic import arithmetic
from backprop_widgets.notation.symbols import inline, words
from backprop_widgets.notation.text import Html, number, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

SWITCHES = {
    "y_minus_a": ("C2", "start from <i>y</i> − <i>a</i>"),
    "no_gprime": ("C3", "leave <i>g</i>′(<i>z</i>) out of the sums"),
}


@dataclass(frozen=True)
class Row:
    """One unit's numbers.

    Attributes
    ----------
    unit : Quantity
        Its δ.
    switched, right : float
        δ by the rules as they are switched, and by the right ones.
    by_z, by_a : float or None
        ∂cost/∂z and ∂cost/∂a as measured; None where no nudge fits.
    dJda : float
        ∂cost/∂a as derived, which says what `switched` is.
    """

    unit: Quantity
    switched: float
    right: float
    by_z: float | None
    by_a: float | None
    dJda: float

    @property
    def is_what(self) -> str:
        """What the switched number turns out to be.

        Examples
        --------
        >>> Row(Quantity("delta", 3, 1), 0.5, -0.1, -0.1, -0.5, dJda=-0.5).is_what
        '−∂cost/∂a'
        """
        meanings = {"∂cost/∂z": self.right, "−∂cost/∂z": -self.right, "∂cost/∂a": self.dJda, "−∂cost/∂a": -self.dJda}
        found = (name for name, value in meanings.items() if isclose(self.switched, value, rel_tol=1e-9, abs_tol=1e-15))
        return next(found, "neither")


def switches(on: Iterable[str]) -> Html:
    """Draw the two switches."""
    boxes = "".join(
        f"<label class='bp-switch'><input type='checkbox' data-key='switch:{key}' data-on='change'"
        f"{' checked' if key in on else ''}><span><b>{name}</b> {what}</span></label>"
        for key, (name, what) in SWITCHES.items()
    )
    return Html(
        f"<fieldset class='bp-switches' data-key='switches'><legend>As in the lecture:</legend>{boxes}</fieldset>"
    )


def sentence(on: Iterable[str], L: int, rows: Iterable[Row]) -> str:
    """Say what the numbers are, and what each spoken rule is right for, in a network of L layers.

    Further back than the last hidden layer they may be slopes all the same: where every g'(z) is 1, as with ReLU.

    Examples
    --------
    >>> sentence({"y_minus_a", "no_gprime"}, 3, [])
    'In the hidden layer the numbers are −∂cost/∂a.'
    """
    on = frozenset(on)
    if "no_gprime" in on and L == 2:
        return f"{_SENTENCES[on - {'no_gprime'}]} There is no hidden layer, so there is no sum to leave g′(z) out of."
    if "no_gprime" in on and L == 3:
        return _SENTENCES[on].replace("last hidden layer", "hidden layer")
    no_slope = "no_gprime" in on and any(row.is_what == "neither" for row in rows if (row.unit.layer or L) < L - 1)
    return f"{_SENTENCES[on]}{_FURTHER_BACK[on]}" if no_slope else _SENTENCES[on]


_Y_MINUS_A, _NO_GPRIME, _BOTH = (frozenset(keys) for keys in (["y_minus_a"], ["no_gprime"], SWITCHES))
_SENTENCES = {
    frozenset(): "Corrected: every δ is what a nudge of its z measures.",
    _Y_MINUS_A: "Every sign is turned. y − a is the slope of [y log a + (1 − y) log(1 − a)], which has no minus "
    "before it: right for that, but J is a cost.",
    _NO_GPRIME: "The last hidden layer shows ∂cost/∂a: its sum has a true δ on the right, and for that the sum "
    "is right.",
    _BOTH: "In the last hidden layer the numbers are −∂cost/∂a.",
}
_FURTHER_BACK = {
    _NO_GPRIME: " Further back the sums are made of those, not of δ: they are no slope of the cost at all.",
    _BOTH: " Further back they are no slope of the cost at all.",
}


UNTESTED = "Every δ as the lecture has it. Nothing is measured yet."


def table(rows: Iterable[Row], selection: Quantity | None, *, measured: bool) -> Html:
    """Draw one row per unit; before it is measured, only what is spoken."""
    if not measured:
        body = "".join(_untested(row, chosen=row.unit == selection) for row in rows)
        return Html(f"<table class='bp-table'><thead>{_UNTESTED_HEAD}</thead><tbody>{body}</tbody></table>")
    heads = ("unit", "by these rules", "right δ", "∂cost/∂z", "∂cost/∂a", "which is really")
    head = "".join(f"<th scope='col'>{words}</th>" for words in heads)
    body = "".join(_row(row, chosen=row.unit == selection) for row in rows)
    return Html(
        "<table class='bp-table bp-slide-table'><thead><tr><td colspan='3'></td>"
        "<th colspan='2' scope='colgroup' class='bp-both'>measured</th><td></td></tr>"
        f"<tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


_UNTESTED_HEAD = "<tr><th scope='col'>unit</th><th scope='col'>the lecture's δ</th></tr>"


def _untested(row: Row, *, chosen: bool) -> Html:
    cells = f"<th scope='row'>{inline(row.unit)}</th><td>{of_kind('delta', row.switched)}</td>"
    return _line(row.unit, Html(cells), chosen=chosen)


def _row(row: Row, *, chosen: bool) -> Html:
    q = row.unit
    good = row.is_what == "∂cost/∂z"
    cells = (
        f"<th scope='row'>{inline(q)}</th>"
        f"<td class='{'bp-right' if good else 'bp-wrong'}'>{of_kind('delta', row.switched)}</td>"
        f"<td class='bp-delta'>{of_kind('delta', row.right)}</td>"
        f"<td>{_measured(row.by_z)}</td><td>{_measured(row.by_a)}</td>"
        f"<td class='{'bp-right' if good else 'bp-wrong'}'>{'✓' if good else '✗'} {row.is_what}</td>"
    )
    return _line(q, Html(cells), chosen=chosen)


def _line(q: Quantity, cells: Html, *, chosen: bool) -> Html:
    look = " class='bp-chosen'" if chosen else ""
    return Html(f"<tr{look} data-key='row:{q.layer}.{q.i}' data-ref='u{q.layer}-{q.i}'>{cells}</tr>")


def _measured(value: float | None) -> str:
    return "–" if value is None else of_kind("delta", value)


def in_words(rows: Iterable[Row], on: Iterable[str], L: int, *, measured: bool) -> str:
    """Say the switches and the table."""
    if not measured:
        return "\n".join([UNTESTED, *(f"{words(row.unit)}: {of_kind('delta', row.switched)}" for row in rows)])
    names, rows = " and ".join(SWITCHES[key][0] for key in SWITCHES if key in on) or "none", list(rows)
    lines = [f"As the lecture says it: {names}. {sentence(on, L, rows)}"]
    lines += [
        f"{words(row.unit)}: by these rules {of_kind('delta', row.switched)}, right {of_kind('delta', row.right)}, "
        f"measured ∂cost/∂z {_measured(row.by_z)}, measured ∂cost/∂a {_measured(row.by_a)}; it is {_plain(row)}"
        for row in rows
    ]
    return "\n".join(lines)


def _plain(row: Row) -> str:
    return row.is_what if row.is_what != "neither" else "neither of these"


def sums(trace: Trace, spoken: Trace, q: Quantity, on: Iterable[str], *, measured: bool = True) -> Html:
    """Draw the sum of one δ as it is switched; where g′ is left out and that is tested, also what it is right for.

    Parameters
    ----------
    trace, spoken : Trace
        The right one, and the same with the switched δ in it.
    q : Quantity
        A δ.
    on : iterable of str
        The switches that are on.
    measured : bool
        Whether it has been put to the test.
    """
    on = frozenset(on)
    parts = [f"<h3 class='bp-heading'>{inline(q)} {'by these rules' if measured else 'as the lecture has it'}</h3>"]
    if q.layer == trace.net.L:
        parts.append(_at_the_output(trace, spoken, q, turned="y_minus_a" in on))
    elif "no_gprime" in on:
        by_a = replace(q, kind="dJda")
        parts.append(arithmetic(spoken, replace(explain(spoken, by_a), quantity=q)))
        if measured:
            parts.append(f"<p>With true δ on the right, the same sum is {inline(by_a)}:</p>")
            parts.append(arithmetic(trace, explain(trace, by_a)))
    else:
        parts.append(arithmetic(spoken, explain(spoken, q)))
    return Html(f"<section class='bp-story' data-key='story'>{''.join(parts)}</section>")


def _at_the_output(trace: Trace, spoken: Trace, q: Quantity, *, turned: bool) -> Html:
    a, y = number(value_of(trace, replace(q, kind="a")), 4), number(value_of(trace, Quantity("y", i=q.i)), 4)
    left, right = (y, a) if turned else (a, y)
    rule = "<i>y</i> − <i>a</i>" if turned else "<i>a</i> − <i>y</i>"
    return Html(f"<p>{inline(q)} = {rule} = {left} − {right} = <b>{of_kind('delta', value_of(spoken, q))}</b></p>")
