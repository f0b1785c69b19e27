"""What a view can't show it says in its place, whatever the session becomes; and it comes back with what it can."""

import numpy as np
import pytest

from backprop_core import Network, examples
from backprop_widgets import Session, paths, slide

VIEWS = {"paths": lambda s: paths("Theta.1.1.1", s), "slide": slide}
UNFIT = {
    "a batch": (Network.random([2, 3, 1], seed=4), *examples.xor()),
    "too many units": (Network.random([9, 1], seed=4), np.zeros(9), [1.0]),
}
OTHERS = {
    "fewer units": (Network.random([1, 2, 1], seed=4), [0.5], [1.0]),
    "two layers": (Network.random([2, 1], seed=4), [0.5, 1.0], [1.0]),
    "more layers": (Network.random([2, 2, 2, 2, 1], seed=4), [0.5, 1.0], [1.0]),
}


@pytest.fixture
def session():
    return Session(*examples.lecture())


def become(session, net, X, Y):
    session.replace(net=net, X=X, Y=Y, example=None)


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("unfit", UNFIT)
def test_what_can_not_be_shown_is_said_where_the_picture_was_and_refused_where_it_is_opened(session, name, unfit):
    view = VIEWS[name](session)
    before = view.markup, view.text()
    become(session, *UNFIT[unfit])
    with pytest.raises(ValueError, match=r"set .* example first|too large to be drawn") as refused:
        VIEWS[name](session)
    assert str(refused.value) == view.text()
    assert view.text() in view.markup.replace("&#x27;", "'")
    assert (view.still(), view.as_python()) == ("", "")
    assert 'data-key="undo"' in view.markup.replace("'", '"')
    session.undo()
    session.redo()
    session.undo()
    assert view.text() == before[1]


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("other", OTHERS)
def test_a_network_of_other_sizes_is_shown_from_a_weight_that_it_has(session, name, other):
    view = paths("Theta.1.2.2", session, merged=2) if name == "paths" else slide(session)
    become(session, *OTHERS[other])
    assert view.markup == view.draw()
    if name == "paths":
        session.net.check_weight(view.weight.layer, view.weight.i, view.weight.j)
        assert 0 <= view.merged <= session.net.L - view.weight.layer - 1


def test_another_output_is_not_the_slides(session):
    view = slide(session)
    session.replace(net=Network.random([2, 1], seed=1, output="identity", cost="squared_error"))
    assert view.text() == "the slide is about sigmoid and cross_entropy, but this is identity and squared_error"


def test_slide_and_paths_say_in_the_same_words_that_a_network_is_too_large():
    net, x, y = Network.random([9, 1], seed=0), [0.0] * 9, 1.0
    refusals = []
    for view in (lambda: slide(net, x, y), lambda: paths("Theta.1.1.1", net, x, y)):
        with pytest.raises(ValueError, match="9-1 is too large to be drawn") as refused:
            view()
        refusals.append(str(refused.value))
    assert refusals[0] == refusals[1]
