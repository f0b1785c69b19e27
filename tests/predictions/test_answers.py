"""The file of the answers: nothing that stands in it is ever lost."""

import json
import os
import subprocess
import sys

import pytest

from backprop_widgets import predict, tally
from backprop_widgets.predictions.answers import AnswerFile
from backprop_widgets.predictions.lesson import Predictions
from backprop_widgets.predictions.question import Answered

ANSWERS = {"Which sign?": Answered("negative", "negative: −0.0418", right=True, why="It falls.")}
MORE = {"Zero?": Answered("", "no", right=None)}


@pytest.fixture
def file(tmp_path):
    file = AnswerFile(tmp_path / "predictions.json")
    file.add(ANSWERS)
    return file


def names_beside(file):
    return sorted(path.name for path in file.path.parent.iterdir())


def saved(lesson):
    """What the tally says when its button is pressed."""
    view = tally(lesson)
    view._receive(view, {"seq": 1, "view": "v", "key": "tally:save", "type": "click", "value": {}}, None)
    return view.notice


def test_answers_are_added_to_those_that_are_there(file):
    assert file.add(MORE) is None
    assert file.read() == ANSWERS | MORE
    assert names_beside(file) == ["predictions.json"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b'"v": 1,', b'"v": 1, "pupil": "Zo\xc3\xab",'),
        lambda data: data.replace(b'"why"', b'"mark": 2, "why"'),
    ],
    ids=["saved in Windows' editor", "with its line ends", "with a name", "with a mark"],
)
def test_what_people_do_to_the_file_is_no_hindrance_and_stays(file, edit):
    edited = edit(file.path.read_bytes())
    file.path.write_bytes(edited)
    assert file.add(MORE) is None
    assert file.read() == ANSWERS | MORE
    before, after = json.loads(edited.decode("utf-8-sig")), json.loads(file.path.read_bytes())
    assert after["predictions"].pop("Zero?")
    assert after == before


def test_a_comment_within_an_answer_stays_when_that_answer_is_saved_again(file):
    content = json.loads(file.path.read_bytes())
    content["predictions"]["Which sign?"]["comment"] = "Well seen."
    file.path.write_text(json.dumps(content))
    file.add({"Which sign?": Answered("zero", "negative: −0.0418", right=False)})
    entry = json.loads(file.path.read_bytes())["predictions"]["Which sign?"]
    assert (entry["answer"], entry["comment"]) == ("zero", "Well seen.")


def test_that_nothing_came_out_is_not_kept_and_the_question_is_asked_again_once_that_is_mended(file):
    def ask(function):
        return predict("Sum?", function, ask="number", tolerance=0.1, lesson=lesson)

    lesson = Predictions(file.path)
    ask(lambda: undefined).skip()  # noqa: F821  what the learner has yet to write
    assert saved(lesson)
    assert file.read() == ANSWERS
    broken = {"Sum?": Answered("", "nothing", None, "It can't be found out as things are: no")}
    file.add(broken)  # by a version that kept it
    lesson = Predictions(file.path)
    mended = ask(lambda: 3.0)
    assert mended.answered is None
    mended.answer("3")
    assert saved(lesson)
    assert file.read()["Sum?"].right


UNREADABLE = {
    "empty": b"",
    "cut off": b'{"v": 1, "predictions": {"Which sign?": {"answer": "neg',
    "a list": b"[]",
    "no answers": b'{"v": 1}',
    "a number for the answers": b'{"predictions": 3}',
    "a list for an answer": b'{"predictions": {"Which sign?": []}}',
    "an answer in parts": b'{"predictions": {"Which sign?": {"answer": "negative"}}}',
    "an answer that is a number": b'{"predictions": {"Which sign?": {"answer": 1, "outcome": "", "right": true}}}',
    "a verdict in words": b'{"predictions": {"Which sign?": {"answer": "", "outcome": "", "right": "yes"}}}',
    "a code that is none": b'{"predictions": {"Zero?": {"answer": "no", "outcome": "{foo}", "right": true}}}',
    "of a later version": b'{"v": 2, "predictions": {}}',
    "UTF-16": '{"v": 1, "predictions": {}}'.encode("utf-16"),
    "nested without end": b"[" * 200_000,
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_set_aside_and_said(file, data):
    file.path.write_bytes(data)
    lesson = Predictions(file.path)
    question = predict("Zero?", lambda: "no", ask="one of", among=["yes", "no"], lesson=lesson)
    assert question.answered is None
    question.answer("no")
    assert saved(lesson).endswith("could not be read: it is kept in predictions-set-aside-1.json.")
    assert file.path.with_name("predictions-set-aside-1.json").read_bytes() == data
    assert file.read() == {"Zero?": question.answered}
    assert "set-aside" not in saved(lesson)


def test_what_was_set_aside_before_stays_too(file):
    for data in (b"first", b"second"):
        file.path.write_bytes(data)
        file.add(MORE)
    kept = [file.path.with_name(f"predictions-set-aside-{n}.json").read_bytes() for n in (1, 2)]
    assert kept == [b"first", b"second"]


@pytest.mark.skipif(os.name == "nt", reason="on Windows not everybody may make a link")
def test_what_a_link_leads_to_is_set_aside_where_it_is(file, tmp_path):
    """A rename cannot go to another file system, where the link may lie."""
    (tmp_path / "share").mkdir()
    real = tmp_path / "share" / "class.json"
    real.write_text("my notes")
    file.path.unlink()
    file.path.symlink_to(real)
    assert file.add(MORE) == tmp_path / "share" / "class-set-aside-1.json"
    assert file.path.is_symlink()
    assert file.read() == MORE


def test_half_a_letter_is_kept_too(file):
    odd = {"Which letter?": Answered("\ud83d", "é", right=False)}
    file.add(odd)
    assert file.read() == ANSWERS | odd


# A save that does not come to its end, in a process of its own that may be killed.
SAVE = """
import os, resource, signal, sys
from backprop_widgets.predictions.answers import AnswerFile
from backprop_widgets.predictions.question import Answered
{before}
try:
    AnswerFile("predictions.json").add({{str(n): Answered("negative" * 20, "negative", True) for n in range(200)}})
except OSError as problem:
    sys.exit(f"OSError: {{problem.strerror}}")
"""
FULL = "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))"
KILLED = "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)"


@pytest.mark.skipif(os.name == "nt", reason="limits and signals are those of POSIX")
@pytest.mark.parametrize(
    ("before", "said", "left"),
    [(FULL, "OSError: File too large", 1), (KILLED, "", 2)],
    ids=["no room on the disk", "killed while it wrote"],
)
@pytest.mark.parametrize("readable", [True, False])
def test_a_save_that_fails_leaves_the_old_file(file, before, said, left, readable):
    if not readable:
        file.path.write_text("cut o")
    old = file.path.read_bytes()
    command = [sys.executable, "-c", SAVE.format(before=before)]
    result = subprocess.run(command, cwd=file.path.parent, capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert result.stderr.strip() == said
    assert file.path.read_bytes() == old
    assert len(names_beside(file)) == left


def test_a_file_that_may_only_be_read_stays_as_it_is(file, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # root may write anything
    old = file.path.read_bytes()
    assert saved(Predictions(file.path)) == (
        f"{file.path} could not be written: predictions.json may only be read. The answers stand here still."
    )
    assert file.path.read_bytes() == old


def test_a_folder_in_its_place_is_said(tmp_path):
    (tmp_path / "predictions.json").mkdir()
    assert "could not be written: " in saved(Predictions(tmp_path / "predictions.json"))


@pytest.mark.skipif(os.name == "nt", reason="rights and links are those of POSIX")
def test_the_files_rights_and_the_link_to_it_stay(file, tmp_path):
    file.path.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(file.path)
    AnswerFile(link).add(MORE)
    assert link.is_symlink()
    assert file.path.stat().st_mode & 0o777 == 0o640
    assert file.read() == ANSWERS | MORE
