"""Every view in the states in which its drawing differs: all buttons on and off, all that can be shown or said."""

from backprop_core import Network, examples, value_of
from backprop_widgets import (
    Session,
    bug_lab,
    check,
    data,
    explorer,
    paths,
    plot,
    predict,
    race,
    recall,
    slide,
    tally,
    training,
    worksheet,
)
from backprop_widgets.predictions.lesson import Predictions
from tests.hand import KEPT, choose, press, send

CHAIN = Network([[[0.3, 0.8]], [[0.1, 1.2]], [[-0.15, 0.95]]])
SMALL = Network([[[0.3, 0.8, -0.5], [-0.2, 0.4, 0.9]], [[-0.15, 0.95, -1.3]]], hidden="tanh")
WIDE = Network.random([2, 9, 8, 1], seed=2)
DEEP = Network.random([2, 2, 3, 2, 1], seed=2)
CLASSES = Network(
    [[[0.5, -1.0, 0.75], [0.25, 0.5, -0.5]], [[0.0, 1.0, -0.5], [0.1, -0.75, 0.5], [-0.1, 0.25, 1.5]]],
    output="softmax",
)
TABLE = "width,length,kind\n1.5,0.2,round\n2.5,1.25,flat\n1.0,0.5,round\n3.0,1.5,flat\n"


def explored(*keys, **options):
    """An explorer in which these keys were pressed."""
    view = explorer(**options)
    press(view, *keys)
    return view


def after(view, *clicks, **choices):
    """A view in whose page these buttons were pressed, then these fields filled."""
    for key in clicks:
        send(view, key)
    for key, value in choices.items():
        choose(view, key, value)
    return view


def question(**options):
    """A prediction in a lesson of its own."""
    return predict(
        "Does *J* rise, if {Theta.1.1.0} rises?",
        lambda: "it falls",
        ask="one of",
        because={"it rises": "It would if y were 0.", "it falls": "Yes: h & y come closer."},
        lesson=Predictions(KEPT),
        **options,
    )


def asked_for_a_number(answer=None):
    """A prediction of a number."""
    view = predict("How large is J?", explorer(), "J", ask="number", tolerance=0.05, lesson=Predictions())
    if answer is not None:
        view.answer(answer)
    return view


def answered(answer):
    """A prediction that was answered."""
    view = question(then=explorer(SMALL, *examples.xor(), controls=["step"]))
    view.answer(answer)
    return view


def counted():
    """The tally of a lesson with a right answer, a wrong one, a skipped question and an open one."""
    lesson = Predictions()
    views = [predict(f"Question {n}?", lambda: "up", ask="one of", because=SHORT, lesson=lesson) for n in range(4)]
    views[0].answer("up")
    views[1].answer("down")
    views[2].skip()
    return tally(lesson)


SHORT = {"up": "Because it is.", "down": "It isn't."}


def filled(sheet, right=(), wrong=(), hints=()):
    """A worksheet on which some numbers were worked out, some wrongly, and some hints were taken."""
    for code in hints:
        sheet.hint(code)
    for code in right:
        sheet.fill(code, round(value_of(sheet.sheet.trace, code), 4))
    for code in wrong:
        sheet.fill(code, 9.5)
    return sheet


def raced(passes):
    """A race that has got so far."""
    view = race(SMALL, *examples.xor(), passes=40)
    view.run(passes)
    return view


def trained(steps, back_to=None):
    """A training that has got so far, and may have gone back."""
    view = training(SMALL, *examples.xor(), steps=20, alpha=0.5, controls="all")
    view.train(steps)
    if back_to is not None:
        view.show(back_to)
    return view


def with_own_table(**how):
    """A table of the reader's own."""
    view = data(Session(Network.random([2, 3, 1], seed=1), *examples.xor()))
    view.read(TABLE, **how)
    return view


def with_own_points():
    """Points that were set in the field, of both classes."""
    view = data(Session(SMALL, *examples.xor()))
    view.choose("own")
    for key, other_class in (("ArrowUp", False), ("ArrowRight", False), ("ArrowLeft", True)):
        send(view, "field", "key", key=key, shift=False, ctrl=False)
        send(view, "field", shift=other_class)
        send(view, "field", "key", key="ArrowUp", shift=False, ctrl=False)
    return view


ALL = {"controls": "all", "show": "all"}
STATES = {
    "explorer, at the start": lambda: explorer(**ALL, name="A", stage=0),
    "explorer, forward": lambda: explorer(selection="z.3.1", stage="a3", controls=["layers"], show=["blame", "panel"]),
    "explorer, cost": lambda: explorer(selection="J", stage="J", lam=0.5, controls=["lam", "sizes"]),
    "explorer, blame": lambda: explorer(
        selection="delta.2.2", stage="d2", controls=["stages"], show=["delta", "blame", "panel"]
    ),
    "explorer, at the end": lambda: explorer(selection="D.2.1.2", stage="update", lam=0.5, alpha=0.1, **ALL),
    "explorer, slopes": lambda: explorer(CHAIN, [0.6], 1, selection="delta.2.1", controls=(), show=["delta", "slopes"]),
    "explorer, a batch": lambda: explorer(
        SMALL, *examples.xor(), selection="delta.2.1", stage="d2", controls=["step"], show="all"
    ),
    "explorer, one of a batch": lambda: explorer(
        SMALL, *examples.xor(), example=2, selection="Theta.1.2.1", controls=["example"]
    ),
    "explorer, classes": lambda: explorer(CLASSES, [1.0, -0.5], [0, 1, 0], selection="a.3.2", controls=["output"]),
    "explorer, bias": lambda: explorer(selection="D.1.2.0", stage="D", notation="nielsen", controls=["notation"]),
    "explorer, as in PyTorch": lambda: explorer(selection="Theta.1.2.1", notation="pytorch", controls=["glossary"]),
    "explorer, with a course's letters": lambda: explorer(
        selection="z.2.1", notation="deeplearning.ai", controls=["sliders"]
    ),
    "explorer, steps taken": lambda: after(explorer(SMALL, *examples.xor(), controls=["step"]), *["one-step"] * 3),
    "explorer, undone": lambda: explored("g", "d", controls=["history"]),
    "explorer, blank": lambda: explorer(blank=["delta.2.1", "z.3.2"], stage="d2", controls=()),
    "explorer, too wide for labels": lambda: explorer(
        WIDE, *examples.xor(), selection="delta.2.3", controls=["sliders", "sizes"], show="all"
    ),
    "explorer, sliders about a number": lambda: explorer(
        WIDE, [0.5, -1.0], 1, selection="D.2.2.4", controls=["sliders"]
    ),
    "paths, several hidden layers": lambda: paths("Theta.1.2.1", explorer(DEEP, [1.0, -0.5], 1)),
    "paths": lambda: paths("Theta.1.2.1", explorer(CLASSES, [1.0, -0.5], [0, 1, 0])),
    "paths, merged": lambda: after(paths("Theta.1.2.1", explorer()), "merge", "merge"),
    "slide": slide,
    "slide, as spoken": lambda: slide(y_minus_a=True, no_gprime=True, name="A"),
    "slide, not measured": lambda: slide(no_gprime=True, measured=False),
    "slide, as spoken at the output": lambda: after(slide(y_minus_a=True), "pick:delta.4.1"),
    "slide, at the output": lambda: after(slide(), "pick:delta.4.1"),
    "race": lambda: race(SMALL, *examples.xor(), passes=40),
    "race, half way": lambda: raced(20),
    "race, over": lambda: after(raced(40), "powers"),
    "training": lambda: trained(0),
    "training, half way": lambda: trained(12),
    "training, gone back": lambda: trained(20, back_to=5),
    "plot, tangent": lambda: plot(explorer(), "tangent", of="Theta.1.2.1"),
    "plot, landscape": lambda: plot(explorer(), "landscape"),
    "plot, matrix": lambda: plot(explorer(SMALL, *examples.xor()), "matrix"),
    "plot, bars": lambda: plot(explorer(SMALL, *examples.xor()), "bars"),
    "plot, boundary": lambda: plot(explorer(SMALL, *examples.xor()), "boundary"),
    "data": lambda: data(Session(SMALL, *examples.xor())),
    "data, own points": with_own_points,
    "data, own table": with_own_table,
    "data, own table, standardised": lambda: after(with_own_table(), standard=True),
    "prediction": question,
    "prediction, right": lambda: answered("it falls"),
    "prediction, wrong": lambda: answered("it rises"),
    "prediction of a number": asked_for_a_number,
    "prediction of a number, right": lambda: asked_for_a_number(0.8),
    "prediction of a number, wrong": lambda: asked_for_a_number(-0.2),
    "recall": lambda: recall(5, 3, seed=4),
    "recall, answered": lambda: after(recall(5, 3, seed=4), "answer:0:0", "answer:1:1"),
    "tally": counted,
    "worksheet": lambda: worksheet(3),
    "worksheet, begun": lambda: filled(worksheet(3, first="z.2", last="a.2"), ["z.2.1"], ["z.2.2"], ["a.2.1"]),
    "worksheet, the output's δ alone": lambda: worksheet(3, first="delta.4", last="delta.4"),
    "worksheet, last part": lambda: filled(worksheet(3, "last part"), [], ["D.1.1.1"]),
    "worksheet, a fault": lambda: worksheet(5, "find the fault"),
    "bug lab": bug_lab,
    "bug lab, everything looked at": lambda: bug_lab(seed=3, instruments="all"),
    "bug lab, found": lambda: named("gprime_left_out", "gprime_left_out"),
    "bug lab, not found": lambda: named("gprime_left_out", "output_sign"),
    "bug lab, opened by name": lambda: bug_lab("bias_penalised", lam=1, instruments=["D"]),
    "check, right": lambda: check(-0.5465, explorer().session.trace, "delta.4.1"),
    "check, wrong": lambda: check([0.1, 0.1768], explorer().session.trace, "delta.3"),
    "check, a known mistake": lambda: check(0.5465, explorer().session.trace, "delta.4.1"),
    "check, not yet": lambda: check(..., explorer().session.trace, "D.1"),
}


def named(fault, guess):
    """A bug lab in which a name was given."""
    view = bug_lab(fault, among=["gprime_left_out", "output_sign", "m_left_out"], instruments=["delta"])
    view.name(guess)
    return view
