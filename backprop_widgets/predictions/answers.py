"""The file in which the answers to predictions are kept: never overwritten unread, written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backprop_widgets.notation.marked import as_text
from backprop_widgets.predictions.question import Answered

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
_KINDS: dict[str, tuple[type, ...]] = {
    "answer": (str,),
    "outcome": (str,),
    "right": (bool, type(None)),
    "why": (str,),
}


class AnswerFile:
    """Answers, each by the name of its question, in a JSON file.

    What stands there and can't be read is set aside under another name. What a teacher has added beside the answers,
    or within one, stays where it is.

    Parameters
    ----------
    path : path

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "predictions.json"
    ...     _ = path.write_text("my notes")
    ...     file = AnswerFile(path)
    ...     aside = file.add({"Up or down?": Answered("up", "down", right=False)})
    ...     print(file.read())
    ...     print(aside.name, "has", aside.read_text())
    {'Up or down?': Answered(answer='up', outcome='down', right=False, why='')}
    predictions-set-aside-1.json has my notes
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def read(self) -> dict[str, Answered]:
        """Give the answers that are there; none, if there is no file yet.

        Raises
        ------
        ValueError
            If the file holds something else.
        OSError
            If it can't be read.
        """
        return _answers(self._content())

    def add(self, answers: Mapping[str, Answered]) -> Path | None:
        """Write answers beside those that are there.

        Returns
        -------
        Path or None
            Where what stood there was set aside, if it could not be read.

        Raises
        ------
        OSError
            If the file can't be written; what was there is then as it was.
        """
        content: dict[str, Any] = {"v": VERSION, "predictions": {}}
        aside = None
        try:
            found = self._content()
            _answers(found)
            content |= found
        except ValueError:
            aside = self._free_name()
        entries = content["predictions"]
        entries |= {name: entries.get(name, {}) | asdict(answer) for name, answer in answers.items()}
        self._replace(_written(content), aside)
        return aside

    def _content(self) -> dict[str, Any]:
        """The whole file, as far as it is one of ours."""
        try:
            content = json.loads(self.path.read_text(encoding="utf-8-sig"))  # Windows' editor puts a mark in front
        except FileNotFoundError:
            return {"predictions": {}}
        except RecursionError as problem:
            raise ValueError("nothing of ours is nested as deep as that") from problem
        if not isinstance(content, dict) or content.get("v", VERSION) != VERSION:
            raise ValueError(f"no file of predictions of version {VERSION}")
        if not isinstance(content.get("predictions"), dict):
            raise ValueError("a file of predictions without any")
        return content

    def _free_name(self) -> Path:
        """A name beside the file that nothing has yet; where a link leads to it, beside what that leads to."""
        path = self.path.resolve()
        names = (path.with_name(f"{path.stem}-set-aside-{n}{path.suffix}") for n in count(1))
        return next(name for name in names if not name.exists())

    def _replace(self, text: str, aside: Path | None) -> None:
        """Write a new file in full, and only then let it take the old one's place, in one step."""
        path = self.path.resolve()  # a link stays one
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(f"{path.name} may only be read")
        new = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with new.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, new)
            if aside is not None:
                path.rename(aside)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def _written(content: Mapping[str, Any]) -> str:
    """Write the file's text, letters as they are but for what is none, half of a surrogate pair."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(content, indent=1)
    return text + "\n"


def _answers(content: Mapping[str, Any]) -> dict[str, Answered]:
    return {name: _answer(entry) for name, entry in content["predictions"].items()}


def _answer(entry: object) -> Answered:
    """Make an answer of its entry in the file; what else stands in the entry is somebody else's."""
    if not isinstance(entry, dict):
        raise ValueError(f"{entry!r:.60} is no answer")
    known = {name: entry[name] for name in _KINDS if name in entry}
    if not {"answer", "outcome", "right"} <= known.keys():
        raise ValueError(f"an answer that has only {', '.join(known)}")
    for name, value in known.items():
        if not isinstance(value, _KINDS[name]):
            raise ValueError(f"{name} is {value!r:.60}")
        if isinstance(value, str):
            as_text(value)  # refuses a code that is none, which no view could write
    return Answered(**known)
