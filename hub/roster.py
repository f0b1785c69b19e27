"""Who may come in: a table of names and passwords that the teacher can open, read and change.

The passwords are made here, one for each learner, and stand in the table as they are, so that a forgotten one can be
told again. Only the account that runs the server can read the file.
"""

import csv
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

TEACHER = "teacher"
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that is taken for another
LENGTH = 10
NAME = re.compile(r"\w[\w .'-]{0,62}")
HEAD = ["name", "password"]


class Roster:
    """The table in one file.

    Parameters
    ----------
    file : Path
        Comma-separated, with the columns name and password.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    def passwords(self) -> dict[str, str]:
        """Give each name's password, as the file has them now."""
        if not self.file.exists():
            return {}
        with self.file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return {plain(row["name"]): (row["password"] or "").strip() for row in rows if (row.get("name") or "").strip()}

    def add(self, names: Iterable[str]) -> list[str]:
        """Give a password to the teacher, to each of these names and to each in the file that has none.

        Returns
        -------
        list of str
            The names that got one.

        Raises
        ------
        ValueError
            If a name can't be one.
        """
        known = self.passwords()
        wanted = [TEACHER, *(plain(name) for name in names if name.strip()), *known]
        for name in wanted:
            if not NAME.fullmatch(name):
                raise ValueError(f"{name!r} can't be a learner's name: use letters, digits, spaces and . ' - _ only")
        new = [name for name in dict.fromkeys(wanted) if not known.get(name)]
        if new:
            self._write(known | {name: "".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for name in new})
        return new

    def knows(self, name: str, password: str) -> bool:
        """Tell whether this is the password of that name. A name without one lets nobody in."""
        right = self.passwords().get(plain(name), "")
        return hmac.compare_digest(right.encode(), password.strip().encode()) and bool(right)

    def _write(self, passwords: dict[str, str]) -> None:
        new = self.file.with_suffix(".new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as lines:
            csv.writer(lines).writerows([HEAD, *passwords.items()])
        new.replace(self.file)


def plain(name: str) -> str:
    """Write a name as it is compared: however it is typed, it is one learner.

    Examples
    --------
    >>> plain("  Ada  LOVELACE ")
    'ada lovelace'
    """
    return " ".join(name.split()).lower()
