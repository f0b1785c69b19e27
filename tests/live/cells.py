"""What a notebook's cells do with views, without a notebook."""

from itertools import count

from backprop_widgets.live import audience


def cells(monkeypatch):
    """Give a function that shows views as a cell with this id does, and forgets them, as its next run does."""
    runs = count()
    monkeypatch.setattr(audience, "CELLS", audience.Cells())

    def show(*makers, cell="a"):
        message = {
            "content": {"allow_stdin": True},
            "metadata": {"cellId": cell},
            "header": {"msg_id": str(next(runs))},
        }
        monkeypatch.setattr(audience, "request", lambda: message)
        views = [make() for make in makers]
        for view in views:
            view._repr_mimebundle_()
        return views

    return show
