"""What a view is of: a network with its examples, a session, or what another view shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backprop_core import Network, Trace, examples
from backprop_core.validation import described
from backprop_widgets.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Collection


def session_of(
    source: object, X: object = None, Y: object = None, *, a: str, or_lecture: bool = False, **choices: Any
) -> Session:
    """Return the session of what a view was given; a network with its examples gets one of its own.

    Parameters
    ----------
    source : Network, Session, Trace or view
    X, Y : array, optional
        With a network: its examples.
    a : str
        What asks, for an error: "an explorer".
    or_lecture : bool
        Whether None stands for the lecture's network and example.
    **choices
        Of the new session, those that aren't None.

    Raises
    ------
    ValueError, TypeError
        If there is no session in it, or what belongs to a session was given beside one.

    Examples
    --------
    >>> from backprop_core import examples
    >>> session = session_of(*examples.lecture(), a="a plot", lam=0.5, alpha=None)
    >>> session_of(session, a="a plot") is session
    True
    >>> session_of(session, a="a plot", lam=1.0)
    Traceback (most recent call last):
    ...
    ValueError: lam was given beside a session, which has its own: set session.lam
    """
    beside = {name: value for name, value in {"X": X, "Y": Y, **choices}.items() if value is not None}
    if source is None and or_lecture:
        examples_given = [name for name in ("X", "Y") if name in beside]
        if examples_given:
            raise ValueError(f"{_listed(examples_given, 'was', 'were')} given without a network: give net, X, Y")
        source, X, Y = examples.lecture()
        beside |= {"X": X, "Y": Y}
    if isinstance(source, Network):
        missing = [name for name in ("X", "Y") if name not in beside]
        if missing:
            lack = _listed(missing, "is", "are")
            raise ValueError(f"{a} of a network needs its examples, but {lack} missing: give net, X, Y")
        return Session(source, **beside)
    if isinstance(source, Trace):
        own = [name for name in ("X", "Y") if name in beside]
        if own:
            raise ValueError(f"{_listed(own, 'was', 'were')} given beside a trace, which has its own")
        return Session(source.net, source.X, source.Y, **({"lam": source.lam} | beside))
    session = source if isinstance(source, Session) else getattr(source, "session", None)
    if not isinstance(session, Session):
        what = "a network with its X and Y, a trace, a session or another view"
        raise TypeError(f"{a} is of {what}, not of {described(source)}")
    if beside:
        of = f"{described(source).lower()}, which has its own"
        raise ValueError(f"{_listed(beside, 'was', 'were')} given beside {of}: set session.{next(iter(beside))}")
    return session


def _listed(names: Collection[str], singular: str, plural: str) -> str:
    return f"{' and '.join(names)} {singular if len(names) == 1 else plural}"
