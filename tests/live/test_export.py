"""A view is exported as what the ending of a file's name says, or refused with what there is."""

from xml.etree import ElementTree as ET

import pytest

from backprop_core import Network, examples
from backprop_widgets import Session, bug_lab, data, explorer, paths, plot, race, recall, slide, training, worksheet

SVG = "{http://www.w3.org/2000/svg}svg"
VIEWS = {
    "explorer": (explorer, {".svg"}),
    "slide": (slide, {".svg"}),
    "paths": (paths, {".svg"}),
    "race": (race, {".svg"}),
    "plot": (lambda: plot(explorer(), "tangent"), {".svg", ".png"}),
    "training": (lambda: training(Network.random([2, 2, 1]), *examples.xor(), steps=3), {".svg", ".png"}),
    "data": (lambda: data(Session(*examples.lecture())), set()),
    "bug_lab": (bug_lab, set()),
    "recall": (lambda: recall(1, 2), set()),
    "worksheet": (worksheet, set()),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_exported_as_what_it_is_and_as_nothing_else(name, tmp_path):
    opened, pictures = VIEWS[name]
    view = opened()
    for ending in {".txt", ".html"} | pictures:
        file = view.export(tmp_path / f"view{ending}")
        written = file.read_bytes()
        if ending == ".png":
            assert written[1:4] == b"PNG"
        elif ending == ".svg":
            assert ET.fromstring(written).tag == SVG
            assert b"var(--" not in written
        elif ending == ".txt":
            assert written.decode() == view.text()
        else:
            assert written.startswith(b"<!DOCTYPE html>")
            assert (b"data:image/" in written) == bool(pictures)
    with pytest.raises(ValueError, match=r"view\.jpg.* can be exported as \.txt, \.html"):
        view.export(tmp_path / "view.jpg")
    assert not (tmp_path / "view.jpg").exists()


def test_a_plot_of_nothing_has_no_picture(tmp_path):
    view = plot(Session(Network.random([64, 4, 10]), *examples.digits()), "boundary")
    with pytest.raises(ValueError, match=r"can be exported as \.txt, \.html$"):
        view.export(tmp_path / "x.png")


def test_a_name_that_is_none_is_refused():
    with pytest.raises(TypeError, match=r"file is 3: give a name such as 'figure\.svg'"):
        explorer().export(3)
