"""Who may come in: a table of names and passwords that the teacher can open, read and change.

The passwords are made here, one for each learner, and stand in the table as they are, so that a forgotten one can be
told again. Only the account that runs the server can read the file.
"""

import csv
import hmac
import io
import os
import secrets
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

TEACHER = "teacher"
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that is taken for another
LENGTH = 10
LONGEST = 63
MARKS = " .'-_·"  # what a name may have beside letters and digits
MEANT = str.maketrans("’‘ʼ‐‑", "'''--")  # other apostrophes and hyphens, which a keyboard doesn't have
HEAD = ["name", "password"]
SEPARATORS = ",;\t"  # a spreadsheet takes the one of its country


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
        """Give each name's password, as the file has them now.

        Raises
        ------
        ValueError
            If the file is no such table, or has a name twice.
        """
        if not self.file.exists():
            return {}
        table = read_table(self.file)
        rows = [(table.name(row), table.password(row)) for row in table.rows]
        rows = [(name, password) for name, password in rows if name]
        refuse_twins([name for name, _ in rows], str(self.file))
        return dict(rows)

    def add(self, names: Iterable[str]) -> list[str]:
        """Give a password to the teacher, to each of these names and to each in the file that has none.

        Returns
        -------
        list of str
            The names that got one.

        Raises
        ------
        ValueError
            If a name can't be one or is there twice, or the file can't be read. Nothing is written then.
        """
        known = self.passwords()
        asked = [name for name in map(plain, names) if name]
        refuse_twins(asked, "The list of learners")
        wanted = [TEACHER, *asked, *known]
        for name in wanted:
            if not is_name(name):
                raise ValueError(
                    f"{name!r} can't be a learner's name: begin with a letter or digit, and use at most {LONGEST} "
                    "letters, digits, spaces and . ' - _ · only"
                )
        new = [name for name in dict.fromkeys(wanted) if not known.get(name)]
        if new:
            self._write({name: "".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for name in new})
        return new

    def knows(self, name: str, password: str) -> bool:
        """Tell whether this is the password of that name. A name without one lets nobody in."""
        right = self.passwords().get(plain(name), "")
        return hmac.compare_digest(right.encode(), password.strip().encode()) and bool(right)

    def _write(self, passwords: dict[str, str]) -> None:
        """Put new passwords in, a name that isn't there below the others; all else stays as the teacher has it."""
        table = read_table(self.file) if self.file.exists() else Table(HEAD, [], SEPARATORS[0])
        for row in table.rows:
            table.put(row, 1, passwords.pop(table.name(row), table.password(row)))
        for name, password in passwords.items():
            table.rows.append([])
            for which, text in enumerate((name, password)):
                table.put(table.rows[-1], which, text)
        new = self.file.with_suffix(".new")
        # The mark at the beginning of utf-8-sig is what tells Excel how to read, and later to save, other letters.
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8-sig") as lines:
            csv.writer(lines, delimiter=table.separator).writerows([table.titles, *table.rows])
        new.replace(self.file)


class Table(NamedTuple):
    """What stands in the file, with whatever columns a teacher has added."""

    titles: list[str]
    rows: list[list[str]]
    separator: str

    def column(self, which: int) -> int:
        """Give the place of the names, 0, or of the passwords, 1."""
        return [title.strip().lower() for title in self.titles].index(HEAD[which])

    def name(self, row: list[str]) -> str:
        """Give a row's name, as it is compared."""
        return plain("".join(row[self.column(0) :][:1]))

    def password(self, row: list[str]) -> str:
        """Give a row's password."""
        return "".join(row[self.column(1) :][:1]).strip()

    def put(self, row: list[str], which: int, text: str) -> None:
        """Put a name or a password into a row, which may be too short for it."""
        row += [""] * (len(self.titles) - len(row))
        row[self.column(which)] = text


def read_table(file: Path) -> Table:
    """Read a table that has the columns name and password, whatever separates them."""
    text = read_text(file)
    for separator in SEPARATORS:
        titles, *rows = [*csv.reader(io.StringIO(text), delimiter=separator)] or [[]]
        if set(HEAD) <= {title.strip().lower() for title in titles}:
            return Table(titles, [row for row in rows if row], separator)
    raise ValueError(
        f"{file} lacks a column name or a column password: make name,password its first line again, or put back a copy"
    )


def read_text(file: Path) -> str:
    """Read a file that a teacher has saved; another encoding than UTF-8 would make other names of theirs."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{file} is not in UTF-8: save it again as such, which Excel calls CSV UTF-8") from None


def refuse_twins(names: list[str], where: str) -> None:
    """Refuse a list on which two learners would have one account."""
    twice = [repr(name) for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ValueError(
            f"{where} has {', '.join(twice)} more than once: leave one line for each learner, and tell two of one name "
            "apart, as in 'Ada Jones' and 'Ada Jones B'"
        )


def is_name(name: str) -> bool:
    """Tell whether a name, written plainly, can be a learner's and a folder's: in any script, with its vowel signs."""
    signs = [letter for letter in name if not letter.isalnum() and letter not in MARKS]
    begins_well = name[:1].isalnum() or name[:1] == "_"
    return begins_well and len(name) <= LONGEST and all(unicodedata.category(sign) in ("Mn", "Mc") for sign in signs)


def plain(name: str) -> str:
    """Write a name as it is compared: however it is typed, it is one learner.

    Examples
    --------
    >>> plain("  Ada  LOVELACE ")
    'ada lovelace'
    >>> plain("O’Brien")
    "o'brien"
    """
    seen = "".join(letter for letter in name.translate(MEANT) if unicodedata.category(letter) != "Cf")  # none is seen
    return unicodedata.normalize("NFC", " ".join(seen.split()).lower())
