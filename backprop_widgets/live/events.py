"""Events: what the page reports of a learner's hand, and how a view reads it.

A view reads an event by the names of `Event`; what isn't there is refused in one sentence, which becomes a notice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

EVENT_TYPES = ("drag", "click", "input", "change", "key", "file")

MOST = 1e300  # of a number that the page sends: an integer can be beyond every float

Kind = type[str] | type[bool] | type[float]


@dataclass(frozen=True)
class Event:
    """One edit reported by the page.

    Attributes
    ----------
    seq : int
        The number that the page waits to have acknowledged.
    view : str
        Which of the views of the widget it came from.
    key : str
        The ``data-key`` of the element: "verb", or "verb:what" where there are several of a kind.
    type : str
        One of `EVENT_TYPES`.
    value : dict
        What the type carries:

        ======================  ======================================================================================
        ``click``               ``shift``, ``ctrl``; of a pointer also ``x`` and ``y``, from 0 at the element's left
                                and top to 1; also Enter and Space on a focusable element that is no native control
        ``key``                 ``key``, ``shift``, ``ctrl``
        ``drag``                ``from``, ``dx``, ``dy`` (screen pixels since the start; those made with Shift count a
                                tenth), ``gesture``, ``done``
        ``input``, ``change``   ``value`` (a string as the control has it; of a checkbox True or False), ``gesture``,
                                ``done``
        ``file``                ``name``, ``size``, ``text``
        ======================  ======================================================================================

    Examples
    --------
    >>> event = Event(1, "a", "slide:Theta.1.1.1", "input", {"value": "0.5", "gesture": "7", "done": False})
    >>> event.verb, event.what, event.given
    ('slide', 'Theta.1.1.1', '0.5')
    >>> event.pressed
    Traceback (most recent call last):
    ...
    ValueError: the page sent an input of 'slide:Theta.1.1.1' without its key: expected str
    """

    seq: int
    view: str
    key: str
    type: str
    value: dict[str, Any]

    @property
    def verb(self) -> str:
        """What to do."""
        return self.key.partition(":")[0]

    @property
    def what(self) -> str:
        """With which number, or with which of several."""
        return self.key.partition(":")[2]

    @property
    def given(self) -> str:
        """What a control holds now."""
        return self._entry("value", str)

    @property
    def on(self) -> bool:
        """Whether a checkbox is ticked now."""
        return self._entry("value", bool)

    @property
    def gesture(self) -> str:
        """The drag, the slide or the typing that this is a part of, unlike any other."""
        return self._entry("gesture", str)

    @property
    def pressed(self) -> str:
        """The key that was pressed."""
        return self._entry("key", str)

    @property
    def shift(self) -> bool:
        """Whether Shift was held."""
        return self._entry("shift", bool)

    @property
    def ctrl(self) -> bool:
        """Whether Control was held."""
        return self._entry("ctrl", bool)

    @property
    def start(self) -> float:
        """The value at which a drag began."""
        try:
            return float(self._entry("from", str))
        except ValueError:
            return self._entry("from", float)

    @property
    def dy(self) -> float:
        """How far a drag has come down."""
        return self._entry("dy", float)

    @property
    def at(self) -> tuple[float, float] | None:
        """Where on the element a pointer clicked; None for a click of a key."""
        return (self._entry("x", float), self._entry("y", float)) if "x" in self.value else None

    @property
    def text(self) -> str:
        """What a file holds."""
        return self._entry("text", str)

    def _entry(self, name: str, kind: Kind) -> Any:
        """An entry of the value, of the kind that the page promises; a whole number will do for a float."""
        found: Any = self.value.get(name)
        fits = isinstance(found, (float, int) if kind is float else kind) and isinstance(found, bool) == (kind is bool)
        if fits and (kind is not float or abs(found) <= MOST):
            return found
        lack = f"without its {name}" if found is None else f"whose {name} is {found!r:.60}"
        a = "an" if self.type == "input" else "a"
        raise ValueError(f"the page sent {a} {self.type} of {self.key!r:.60} {lack}: expected {kind.__name__}")


def read_event(content: object) -> Event:
    """Make an event of a message from the page.

    Raises
    ------
    ValueError
        If the message isn't one that the page sends.

    Examples
    --------
    >>> read_event({"seq": 1, "view": "a", "key": "go", "type": "click", "value": {"shift": False}}).key
    'go'
    >>> read_event({"seq": 1, "view": "a", "key": "go", "type": "shout", "value": {}})
    Traceback (most recent call last):
    ...
    ValueError: the page sent an event of type 'shout': expected drag, click, input, change, key, file
    """
    if not isinstance(content, dict):
        raise ValueError(f"the page sent {type(content).__name__} where an event was expected")
    wanted = {"seq": int, "view": str, "key": str, "type": str, "value": dict}
    for name, kind in wanted.items():
        found = content.get(name)
        if not isinstance(found, kind) or isinstance(found, bool):
            raise ValueError(f"the page sent an event whose {name} is {found!r:.60}: expected {kind.__name__}")
    if content["type"] not in EVENT_TYPES:
        raise ValueError(f"the page sent an event of type {content['type']!r:.60}: expected {', '.join(EVENT_TYPES)}")
    return Event(**{name: content[name] for name in wanted})
