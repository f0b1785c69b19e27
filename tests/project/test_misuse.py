"""Over sixty slips of somebody's first scripts: each gets one sentence that names the argument and what is legal."""

import pytest

from backprop_core import (
    Network,
    Quantity,
    accuracy,
    backward,
    compare,
    cost,
    derived,
    descent,
    epsilon_sweep,
    examples,
    explain,
    forward,
    numerical_derivative,
    run,
    value_of,
)
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

NET, x, y = examples.lecture()
X, Y = examples.xor()
TRACE = run(NET, x, y)
WIDE = Network.random([2, 4, 1], seed=1)


def session():
    return Session(NET, x, y)


# What was called, and what its sentence has to hold: the argument, and the nearest or the legal ones.
MISUSES = {
    "a network by a misspelt name": (lambda: Network(NET.Theta, hiden="tanh"), "'hiden' (did you mean 'hidden'?)"),
    "an activation": (lambda: Network(NET.Theta, hidden="tahn"), "hidden is 'tahn' (did you mean 'tanh'?)"),
    "an output": (
        lambda: Network.random([2, 1], output="linear"),
        "output is 'linear': choose one of sigmoid",
    ),
    "a random network's argument": (lambda: Network.random([2, 1], sede=1), "'sede' (did you mean 'seed'?)"),
    "a seed in words": (lambda: Network.random([2, 1], seed="one"), "seed is 'one': give a whole number"),
    "sizes as one number": (lambda: Network.random(3), "sizes is 3: give the units of each layer"),
    "a network without Theta": (Network, "Network needs Theta"),
    "a weight without a value": (lambda: NET.with_weight(1, 1, 1), "with_weight needs value"),
    "a step along a number": (lambda: NET.stepped(1.0, 0.5), "D is a float: give one array per layer"),
    "a step along another network": (
        lambda: NET.stepped({1: X}, 0.5),
        "D has the layers [1], but this network's Theta",
    ),
    "a step along another layer": (
        lambda: NET.stepped({1: TRACE.D[3], 2: TRACE.D[2], 3: TRACE.D[3]}, 0.5),
        "D[1] has shape (1, 3), but Theta[1] has (2, 3)",
    ),
    "a step of a word": (lambda: NET.stepped(TRACE.D, "half"), "alpha is 'half', not a number"),
    "a weight from nowhere": (lambda: NET.with_weight(1, 1, 9, 0.5), "j is 9"),
    "run with a misspelt penalty": (lambda: run(NET, x, y, lamda=1), "'lamda' (did you mean 'lam'?)"),
    "run without Y": (lambda: run(NET, x), "run needs Y"),
    "run with X first": (lambda: run(x, NET, y), "net is a ndarray: give a Network"),
    "forward of a list": (lambda: forward([1], x), "net is a list: give a Network"),
    "backward of X": (lambda: backward(NET, x, y), "fwd is a ndarray: give what forward(net, X) returned"),
    "cost of nothing": (lambda: cost(NET, None, y), "fwd is None: give what forward(net, X) returned"),
    "another network's pass": (
        lambda: cost(NET, forward(WIDE, x), y),
        "fwd is of a 2-4-1 network, but net is 2-2-2-1",
    ),
    "another network's pass, back": (
        lambda: backward(NET, forward(WIDE, x), y),
        "fwd is of a 2-4-1 network, but net is 2-2-2-1",
    ),
    "a penalty below 0": (lambda: run(NET, x, y, lam=-1), "lam is -1.0"),
    "descent without alpha": (lambda: descent(NET, x, y, steps=3), "descent needs alpha"),
    "descent by epochs": (lambda: descent(NET, x, y, alpha=1, epochs=3), "'epochs'"),
    "momentum of 1": (lambda: descent(NET, x, y, alpha=1, steps=3, momentum=1), "momentum is 1.0"),
    "a batch too large": (lambda: descent(NET, x, y, alpha=1, steps=3, batch=9), "batch is 9"),
    "a kind of number": (lambda: Quantity("dleta", 2, 1), "kind is 'dleta' (did you mean 'delta'?)"),
    "an index too many": (lambda: Quantity("delta", 2, 2, 1), "delta has no j: it is named by layer and i"),
    "example 0": (lambda: Quantity("delta", 2, 2, example=0), "example is 0"),
    "a unit by name": (lambda: Quantity("delta", 2, "first"), "i is 'first'"),
    "a code": (lambda: value_of(TRACE, "detla.2.1"), "'detla.2.1' names no number (did you mean 'delta'?)"),
    "a code too short": (lambda: value_of(TRACE, "delta.2"), "write it like 'delta.2.1'"),
    "delta of layer 1": (lambda: value_of(TRACE, "delta.1.1"), "layer is 1: the layer of delta goes from 2 to 4"),
    "a number of a session": (lambda: value_of(session(), "z.2.1"), "trace is a Session: give what run(net, X, Y)"),
    "a session explained": (lambda: explain(session(), "z.2.1"), "trace is a Session: give what run(net, X, Y)"),
    "a derivative of a session": (lambda: derived(session(), "z.2.1"), "trace is a Session: give what run(net, X, Y)"),
    "an explanation of 3": (lambda: explain(TRACE, 3), "3 is not the code of a number"),
    "a derivative by y": (lambda: derived(TRACE, "y.1"), "choose one of Theta, z, a"),
    "gradients of words": (lambda: compare({1: ["a"]}, {1: ["b"]}), "D[1] holds values of type <U1, not real numbers"),
    "gradients of two networks": (
        lambda: compare({1: x, "b": x}, {1: x}),
        "D has the layers [1, 'b'], but measured has [1]",
    ),
    "an exponent of 400": (
        lambda: epsilon_sweep(NET, x, y, of="z.2.1", exponents=[400]),
        "exponents has 400: ε is 10 to a power from -300 to 300",
    ),
    "a weight of example 9": (
        lambda: numerical_derivative(NET, x, y, of="Theta.1.1.1@9"),
        "of.example is 9: an example goes from 1 to 1",
    ),
    "a lecture of another kind": (lambda: examples.lecture(1), "lecture was given 1 arguments without a name"),
    "an eps of 0": (lambda: numerical_derivative(NET, x, y, of="z.2.1", eps=0), "eps is 0.0"),
    "a session's argument": (lambda: Session(NET, x, y, lamda=1), "'lamda' (did you mean 'lam'?)"),
    "a session without examples": (lambda: Session(NET), "Session needs X and Y"),
    "a session's lam in words": (lambda: setattr(session(), "lam", "a"), "lam is 'a', not a number"),
    "a session's alpha of 0": (lambda: setattr(session(), "alpha", 0), "alpha is 0.0"),
    "a session's stage": (lambda: Session(NET, x, y, stage="d9"), "stage is 'd9'"),
    "a session's example": (lambda: Session(NET, x, y, example=9), "example is 9"),
    "a session's notation": (lambda: Session(NET, x, y, notation="nilsen"), "(did you mean 'nielsen'?)"),
    "replace by a misspelt name": (lambda: session().replace(alhpa=1), "'alhpa' (did you mean 'alpha'?)"),
    "a trait by a misspelt name": (
        lambda: setattr(session(), "alhpa", 1),
        "a session has no 'alhpa' (did you mean 'alpha'",
    ),
    "presses that are a number": (lambda: setattr(session(), "presses", 5), "presses is 5: give J before each step"),
    "a number set by a number": (lambda: session().set(5, 1.0), "5 is not the code of a number"),
    "a dial from nowhere": (lambda: session().dial("Theta.9.1.1"), "l is 9"),
    "what follows, set": (lambda: session().set("delta.2.1", 1), "change a Theta, an x or a y"),
    "a number set to a word": (lambda: session().set("x.1", "much"), "x is 'much', not a number"),
    "an explorer's argument": (lambda: explorer(selecton="delta.2.2"), "'selecton' (did you mean 'selection'?)"),
    "X without a network": (lambda: explorer(X=x), "X was given without a network: give net, X, Y"),
    "X beside a session": (lambda: explorer(session(), x), "X was given beside a session"),
    "lam beside a session": (lambda: explorer(session(), lam=1.0), "lam was given beside a session"),
    "a network without examples": (lambda: explorer(NET), "X and Y are missing: give net, X, Y"),
    "an explorer of a list": (lambda: explorer([1, 2]), "not of a list"),
    "a control": (lambda: explorer(controls=["slider"]), "controls is 'slider' (did you mean 'sliders'?)"),
    "what is shown": (lambda: explorer(show="gradients"), "show is 'gradients' (did you mean 'gradient'?)"),
    "a stage of another network": (lambda: explorer(Network.random([2, 2, 1]), x, y, stage="a4"), "stage is 'a4'"),
    "X beside a trace": (lambda: explorer(TRACE, x, y), "X and Y were given beside a trace, which has its own"),
    "a function that is none": (lambda: explorer().use(5), "function is an int: give a function"),
    "a view that follows a number": (lambda: explorer().follow(3), "source is an int: give a Session, or another view"),
    "a view that follows a misspelt trait": (
        lambda: explorer().follow(session(), name="momnt"),
        "name is 'momnt' (did you mean 'moment'?)",
    ),
    "a view that follows a misspelt part": (
        lambda: explorer().follow(session(), parts=["alhpa"]),
        "parts is 'alhpa' (did you mean 'alpha'?)",
    ),
    "a state and a network": (lambda: explorer(NET, x, y, state="{}"), "state was given beside a network"),
    "a pass taken away": (lambda: explorer().use(None, like="bakward"), "(did you mean 'backward'?)"),
    "a plot's kind": (lambda: plot(session(), "tangents"), "kind is 'tangents' (did you mean 'tangent'?)"),
    "a plot without a kind": (lambda: plot(session()), "plot needs kind"),
    "of in bars": (
        lambda: plot(session(), "bars", of="z.2.1"),
        "of is not an argument of plot 'bars', which takes log",
    ),
    "a landscape of one weight": (
        lambda: plot(session(), "landscape", across="Theta.1.1.1", up="Theta.1.1.1"),
        "across and up are both 'Theta.1.1.1'",
    ),
    "a plot's layer": (lambda: plot(session(), "matrix", layer=9), "layer is 9"),
    "a plot's eps": (lambda: plot(session(), "tangent", eps=-1), "eps is -1.0"),
    "a history of a session": (lambda: plot(session(), "history"), "a history shows a training"),
    "steps below 1": (lambda: training(NET, x, y, steps=-5), "steps is -5"),
    "minus three steps": (lambda: training(NET, x, y).train(-3), "steps is -3"),
    "a step that isn't there": (lambda: training(NET, x, y).show(9), "step is 9"),
    "data by name": (lambda: data(session(), "iris"), "name is 'iris': choose one of xor"),
    "data chosen later": (lambda: data(session()).choose("moon"), "(did you mean 'moons'?)"),
    "data standardised by a word": (lambda: data(session()).standardise("yes"), "on is 'yes': give True or False"),
    "a table's header": (lambda: data(session()).read("1,0", header=7), "header is 7"),
    "a table's separator": (lambda: data(session()).read("1,0", separator="x"), "choose one of '', '\\t', ';'"),
    "a slide switched by a word": (lambda: slide().set(y_minus_a="yes"), "y_minus_a is 'yes': give True or False"),
    "a slide of a batch": (lambda: slide(Network.random([2, 2, 1]), X, Y), "set its example first"),
    "a slide's switch": (lambda: slide(y_minus=True), "'y_minus' (did you mean 'y_minus_a'?)"),
    "a race of a word": (lambda: race("xor"), "not of a str"),
    "a race's scale": (lambda: race(scale=-1), "scale is -1.0"),
    "a race of so many passes": (lambda: race().run(-5), "passes is -5"),
    "a check's alpha": (lambda: check(0.1, TRACE, "Theta.1.1.1", like="step", alpha=-1), "alpha is -1.0"),
    "a check on a session": (lambda: check(0.1, session(), "z.2.1"), "trace is a Session: give what run(net, X, Y)"),
    "a check on a network": (lambda: check(forward, NET, like="forward"), "trace is a Network: give what run(net, X"),
    "a prediction's argument": (lambda: predict("?", TRACE, "J", ask="sign", amnog=["a"]), "(did you mean 'among'?)"),
    "a prediction's options of a number": (
        lambda: predict("?", TRACE, "J", ask="number", tolerance=0.1, among=["a", "b"]),
        "among is ('a', 'b'): it belongs to ask=\"one of\"",
    ),
    "a prediction's options of a trace": (
        lambda: predict("?", TRACE, "J", ask="one of", among=["a", "b"]),
        'source is a Trace: ask="one of" needs a function',
    ),
    "a prediction of two numbers": (
        lambda: predict("?", TRACE, ["J", "z.2.1"], ask="sign"),
        "of is 'J', 'z.2.1': give one code",
    ),
    "a prediction of a function's number": (
        lambda: predict("?", lambda: 1.0, "J", ask="sign"),
        "of is 'J': leave it out beside a function",
    ),
    "a prediction's view": (lambda: predict("?", TRACE, "J", ask="sign", then=3), "then is 3: give a view"),
    "a recall's argument": (lambda: recall(1, 2, sede=3), "recall has no argument 'sede' (did you mean 'seed'?)"),
    "a recall of lesson 99": (lambda: recall(99, 2), "last is 99"),
    "a tally's argument": (lambda: tally(lessons=3), "tally has no argument 'lessons' (did you mean 'lesson'?)"),
    "a tally of a number": (lambda: tally(3), "lesson is an int: give the Predictions of a lesson"),
    "a worksheet's argument": (lambda: worksheet(sede=3), "worksheet has no argument 'sede' (did you mean 'seed'?)"),
    "a worksheet's level": (lambda: worksheet(1, "worked out"), "level is 'worked out' (did you mean 'worked'?)"),
    "a lab's argument": (lambda: bug_lab(kind="cost"), "bug_lab has no argument 'kind' (did you mean 'kinds'?)"),
    "a lab's instrument": (lambda: bug_lab(instruments="delt"), "instruments is 'delt' (did you mean 'delta'?)"),
    "how many are right, of two lengths": (
        lambda: accuracy([[0.9]], [[1], [0]]),
        "a has shape (1, 1), but Y has (2, 1)",
    ),
    "how many are right, of one number": (lambda: accuracy(0.9, 1), "a has shape (): expected (s_L,) for one example"),
    "an array where a name belongs": (
        lambda: Network(NET.Theta, hidden=x),
        "hidden is array([ 0.6, -0.9]): choose one",
    ),
    "the paths of a delta": (lambda: paths("delta.2.1"), "paths start from a Theta"),
}


@pytest.mark.parametrize(("slip", "said"), MISUSES.values(), ids=MISUSES)
def test_a_slip_is_answered_in_one_sentence(slip, said):
    with pytest.raises((ValueError, TypeError)) as refused:
        slip()
    sentence = str(refused.value)
    assert said in sentence
    assert "\n" not in sentence
    assert len(sentence) < 400


def test_there_are_sixty():
    assert len(MISUSES) >= 60
