"""A worksheet: in the page with fields to type into, and on paper with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core import explain
from backprop_core.activations import sigmoid
from backprop_core.faults import FAULTS
from backprop_core.quantity import quantity_of
from backprop_widgets.checks.phrases import plain
from backprop_widgets.live.controls import button
from backprop_widgets.notation.symbols import symbol, words
from backprop_widgets.notation.text import SIGNED, Html, escape, number, of_kind
from backprop_widgets.notation.written import filled_in, in_symbols, result, worked
from backprop_widgets.picture.lit import standing_out
from backprop_widgets.picture.model import Picture
from backprop_widgets.picture.network import network_svg
from backprop_widgets.worksheets.sheet import TABLE_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backprop_core import Trace
    from backprop_widgets.worksheets.sheet import Score, Sheet

DIGITS = 4  # decimals that are written down: with fewer, their rounding would add up to a visible error
HINTS = 3  # that there are for a number
BLOCKS = (
    ("forward", ("z", "a")),
    ("cost", ("J",)),
    ("blame, from the last layer back", ("delta",)),
    ("gradients", ("D",)),
)
TASKS = {
    "worked": "Every number is there, with the sum that gives it. Follow them from the first to the last.",
    "last part": "Only the last part is missing. Compute it.",
    "blank": "Compute every number that is missing, from the first to the last.",
    "find the fault": "One rule was applied wrongly. Find the first wrong number, and what it should be.",
}


def blocks(rows: Iterable[tuple[str, Html]]) -> Html:
    """Group drawn rows, each with its code, by the pass that they belong to."""
    rows = list(rows)
    drawn = []
    for title, kinds in BLOCKS:
        inside = "".join(row for code, row in rows if quantity_of(code).kind in kinds)
        drawn.append(f"<fieldset class='bp-block'><legend>{title}</legend>{inside}</fieldset>" if inside else "")
    return Html(f"<div class='bp-blocks'>{''.join(drawn)}</div>")


def given_row(sheet: Sheet, code: str, *, with_sum: bool) -> Html:
    """Draw a number that stands there; where it is right and that helps, with its sum."""
    value = escape(line(sheet.trace, code)) if with_sum else ""
    return _row(code, Html(value or f"{_name(code)} = {_value(sheet, code)}"))


def hints(trace: Trace, code: str) -> list[str]:
    """Say how a number is found, step by step: the rule, the rule with its numbers, what that comes to.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> hints(run(*examples.lecture()), "delta.4.1")
    ['δ₁⁽⁴⁾ = a₁⁽⁴⁾ − y₁', '= 0.4535 − 1', '= −0.5465']
    """
    e = explain(trace, quantity_of(code))
    rule = f"{words(e.quantity)} = {in_symbols(e, trace.net.L)}"
    return [rule, f"= {filled_in(e, DIGITS)}", f"= {result(e, DIGITS)}"]


def line(trace: Trace, code: str) -> str:
    """Write a number with the sum that gives it."""
    return worked(explain(trace, quantity_of(code)), DIGITS)


def field_row(code: str, typed: str, following: str, notes: Html, *, hints_left: bool) -> Html:
    """Draw a blank with what was said about the last try; once right, the focus goes on to the blank that follows."""
    label = words(quantity_of(code))
    wrong = " aria-invalid='true'" if "bp-wrong" in notes else ""
    field = (
        f"<input type='text' inputmode='decimal' size='9' data-key='sheet:fill:{code}' data-on='change'{wrong}"
        f" data-focus-next='{following}' aria-label='{label}' autocomplete='off' value='{escape(typed)}'>"
    )
    more = button(f"sheet:hint:{code}", "Hint", f"hint for {label}", off=not hints_left)
    return _row(code, Html(f"{_name(code)} = {field}{more}{notes}"))


def right_row(sheet: Sheet, code: str) -> Html:
    """Draw a blank that is filled in right."""
    return _row(code, Html(f"{_name(code)} = <b>{_right(sheet, code)}</b> <span class='bp-right'>✓</span>"))


def suspect_row(sheet: Sheet, code: str, said: str) -> Html:
    """Draw a number that may be the wrong one, as a button."""
    label = f"{words(quantity_of(code))} = {_value(sheet, code)} is the first wrong one"
    return _row(
        code, Html(f"{_name(code)} = {button(f'sheet:suspect:{code}', _value(sheet, code), label)}{notes(said)}")
    )


def _row(code: str, content: Html) -> Html:
    return Html(f"<div class='bp-blank' data-key='row:{code}'>{content}</div>")


def _name(code: str) -> Html:
    return Html(f"<math>{symbol(quantity_of(code))}</math>")


def _value(sheet: Sheet, code: str) -> str:
    return _with_digits(code, sheet.shown[code])


def notes(said: str, hint: str = "", *, is_method: bool = False) -> Html:
    """Draw what is said about a number, which is wrong though its method may be right; and the hints taken."""
    sign, look = ("↪", "bp-right") if is_method else ("✗", "bp-wrong")
    told = f"<p class='{look}'>{sign} {escape(said)}</p>" if said else ""
    return Html(told + (f"<p class='bp-hint'>{escape(hint)}</p>" if hint else ""))


def method(sheet: Sheet, code: str, sources: Sequence[str]) -> str:
    """Say of a number that has the right method what it is, or which wrong ones before it make it wrong.

    Examples
    --------
    >>> from backprop_widgets.worksheets.sheet import make_sheet
    >>> method(make_sheet(3, "blank"), "a.2.1", ["z.2.1"])
    'a₁⁽²⁾ follows from your z₁⁽²⁾: right method. Put z₁⁽²⁾ right, then this one.'
    """
    name = words(quantity_of(code))
    if not sources:
        return f"{name} = {_right(sheet, code)}."
    wrong = " and ".join(words(quantity_of(source)) for source in sources)
    return f"{name} follows from your {wrong}: right method. Put {wrong} right, then this one."


def network(sheet: Sheet) -> Html:
    """Draw what is given: the weights and the example."""
    svg = network_svg(picture(sheet), "network")
    return Html(f"<div class='bp-given' role='img' aria-label='{escape(given_in_words(sheet))}'>{svg}</div>")


def picture(sheet: Sheet) -> Picture:
    """What is drawn of the network: the edges of what is asked for stand out, unless that is all of them.

    Examples
    --------
    >>> from backprop_widgets.worksheets.sheet import make_sheet
    >>> sorted(picture(make_sheet(1, "blank", first="D.3", last="D.3")).lit)
    ['e3-1-0', 'e3-1-1', 'e3-1-2']
    """
    asked = [standing_out(sheet.trace, quantity_of(code), "") for code in sheet.open]
    edges = frozenset(ref for ref in frozenset[str]().union(*asked) if ref.startswith("e"))
    all_of_them = sum(Theta.size for Theta in sheet.trace.net.Theta.values())
    return Picture(sheet.trace, stage=sheet.stage, live=False, lit=edges if len(edges) < all_of_them else frozenset())


def given_in_words(sheet: Sheet) -> str:
    """Say the weights and the example.

    Examples
    --------
    >>> from backprop_widgets.worksheets.sheet import make_sheet
    >>> given_in_words(make_sheet(3, "blank")).splitlines()[0]
    'Network 2-2-2-1, sigmoid units, cross-entropy; one example: x = −1.00, −0.50; y = 0.'
    """
    net, x, y = sheet.trace.net, sheet.trace.X, sheet.trace.Y
    sizes = "-".join(map(str, net.sizes))
    example = f"x = {', '.join(of_kind('x', float(v)) for v in x)}; y = {', '.join(f'{v:g}' for v in y)}"
    lines = [f"Network {sizes}, sigmoid units, cross-entropy; one example: {example}."]
    for l, Theta in net.Theta.items():
        rows = " / ".join(", ".join(of_kind("Theta", float(v)) for v in row) for row in Theta)
        lines.append(f"Θ({l}), row by row: {rows}")
    return "\n".join(lines)


def aids(sheet: Sheet) -> Html:
    """Draw what helps with the numbers that are to be computed."""
    if not sheet.open:
        return Html("")
    kinds, L = {quantity_of(code).kind for code in sheet.open}, sheet.trace.net.L
    table = table_of_g() if "a" in kinds else ""
    logarithm = "log is the natural logarithm. " if "J" in kinds else ""
    hidden = any(quantity_of(code).kind == "delta" and code.split(".")[1] != str(L) for code in sheet.open)
    slope = "g′(z) = a (1 − a). " if hidden else ""
    return Html(f"{table}<p class='bp-hint'>{slope}{logarithm}Write down 4 decimals.</p>")


def table_of_g() -> Html:
    """Draw g(z) for z from 0 on, and how to use it."""
    z = np.arange(0, round(10 * TABLE_END) + 1) / 10
    rows = ""
    for part in np.split(z, 2):
        rows += f"<tr><th scope='row'>z</th>{''.join(f'<td>{v:.1f}</td>' for v in part)}</tr>"
        rows += f"<tr><th scope='row'>g(z)</th>{''.join(f'<td><b>{v:.4f}</b></td>' for v in sigmoid(part))}</tr>"
    return Html(
        f"<table class='bp-g' tabindex='0' aria-label='g of z'><tbody>{rows}</tbody></table>"
        "<p class='bp-hint'>Below 0: g(−z) = 1 − g(z). Between two entries take the value in proportion,"
        " or use a calculator: g(z) = 1 / (1 + e<sup>−z</sup>).</p>"
    )


def error_told(sheet: Sheet) -> str:
    """Say which rule was applied wrongly, and where that shows."""
    rule, explanation = FAULTS[sheet.fault].told(sheet.trace.net)
    first = f"{words(quantity_of(sheet.first_wrong))} should be {_right(sheet, sheet.first_wrong)}"
    return f"The first wrong number: {first}. What was done: {plain(rule)}. {plain(explanation)}"


def _right(sheet: Sheet, code: str) -> str:
    return _with_digits(code, sheet.right(code))


def _with_digits(code: str, value: float) -> str:
    return number(value, DIGITS, signed=quantity_of(code).kind in SIGNED)


# On paper ----------------------------------------------------------------------------------------------------------

_PAPER = """
@page { size: A4; margin: 12mm 14mm; }
* { box-sizing: border-box; }
body {
  margin: 0; color: #000; font: 10.5pt/1.35 system-ui, "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums;
}
section { height: 272mm; display: flex; flex-direction: column; gap: 3mm; }
section + section { break-before: page; }
h1 { font-size: 14pt; margin: 0; } h1 small { font-weight: 400; font-size: 10pt; }
p { margin: 0; }
svg { display: block; flex: none; height: 70mm; width: auto; margin: 0 auto; }
.bp-g { border-collapse: collapse; font-size: 9pt; }
.bp-g td, .bp-g th { border: 0.3pt solid #999; padding: 0.4mm 1.6mm; }
.bp-hint { font-size: 9pt; }
.bp-blocks { columns: 2; column-gap: 10mm; flex: none; }
.bp-block { border: 0; padding: 0; margin: 0; }
legend { font-weight: 700; padding: 2mm 0 0; break-after: avoid; }
.bp-blank {
  min-height: 10.4mm; padding-top: 3.5mm; display: flex; gap: 1.5mm; align-items: baseline; break-inside: avoid;
}
.bp-line { flex: 1; border-bottom: 0.4pt solid #000; }
.sums .bp-blocks { columns: 1; }
.sums .bp-blank { min-height: 0; padding-top: 0.6mm; }
"""


def paper(sheet: Sheet) -> Html:
    """Write the worksheet as an HTML page that stands alone: one A4 page, and its key on a second."""
    title = f"Worksheet {sheet.seed} · {sheet.level}"
    return Html(
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        f"<style>{_PAPER}</style></head><body>{_front(sheet, title)}{_key(sheet, title)}</body></html>"
    )


def _front(sheet: Sheet, title: str) -> Html:
    still = network_svg(picture(sheet), "network", alone=True)
    rows = [(code, _paper_row(sheet, code)) for code in sheet.rows]
    asked = "First wrong number, what it should be, and why: <span class='bp-line'></span>"
    found = f"<div class='bp-blank'>{asked}</div>" if sheet.fault else ""
    head = f"<h1>{title} <small>backpropagation by hand, λ = 0</small></h1><p>{TASKS[sheet.level]}</p>"
    look = " class='sums'" if sheet.level == "worked" else ""
    return Html(f"<section{look}>{head}{still}{aids(sheet)}{blocks(rows)}{found}</section>")


def _paper_row(sheet: Sheet, code: str) -> Html:
    if code in sheet.blanks:
        return _row(code, Html(f"{_name(code)} = <span class='bp-line'></span>"))
    return (
        _key_row(sheet, code) if sheet.level == "worked" else _row(code, Html(f"{_name(code)} = {_value(sheet, code)}"))
    )


def _key(sheet: Sheet, title: str) -> Html:
    rows = [(code, _key_row(sheet, code)) for code in sheet.rows]
    error = f"<p><b>{escape(error_told(sheet))}</b></p>" if sheet.fault else ""
    return Html(f"<section class='sums'><h1>Key · {title}</h1>{error}{blocks(rows)}</section>")


def _key_row(sheet: Sheet, code: str) -> Html:
    return _row(code, Html(f"<span>{escape(line(sheet.trace, code))}</span>"))


def page_link(sheet: Sheet, address: str) -> Html:
    """Draw the link that fetches the printable page."""
    name = f"worksheet-{sheet.seed}-{sheet.level.replace(' ', '-')}.html"
    return Html(f"<a class='bp-button' download='{name}' href='{address}'>To print, with key</a>")


def progress(score: Score) -> str:
    """Say how far it has got.

    Examples
    --------
    >>> from backprop_widgets.worksheets.sheet import Score
    >>> progress(Score(3, 0, of=23, hints=1))
    '3 of 23 right, 1 hint taken'
    >>> progress(Score(3, 2, of=23, hints=0))
    '3 of 23 right, 2 more by the right method, no hints taken'
    """
    more = f", {score.by_method} more by the right method" if score.by_method else ""
    return f"{score.right} of {score.of} right{more}, {score.hints or 'no'} hint{'' if score.hints == 1 else 's'} taken"
