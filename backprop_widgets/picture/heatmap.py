"""Matrices as pictures, for networks too big to be drawn unit by unit: Θ above, ∂J/∂Θ below."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

from backprop_widgets.notation.text import number

if TYPE_CHECKING:
    from backprop_core import Trace

CELL = 4  # pixels; a clearly negative cell has a dash in its middle, so that its sign isn't a matter of colour alone
MOST = 128  # rows and columns that are shown
POSITIVE, NEGATIVE, DASH = (0, 104, 173), (200, 90, 10), (90, 35, 0)


def heatmaps(trace: Trace, *, gradients: bool) -> str:
    """Draw every Θ, and every D once it is computed."""
    shape = "-".join(map(str, trace.net.sizes))
    maps = "".join(_map(f"Θ<sup>({l})</sup>", f"Theta of layer {l}", Theta) for l, Theta in trace.net.Theta.items())
    if gradients:
        maps += "".join(_map(f"∂J/∂Θ<sup>({l})</sup>", f"gradient of layer {l}", D) for l, D in trace.D.items())
    return (
        f"<p class='bp-hint'>{shape} is too large to be drawn unit by unit. Here are its matrices: a row for each unit"
        " that the weights lead to, a column for each that they come from, the bias first; a dash marks one"
        f" that is clearly negative.</p><div class='bp-maps' data-key='maps'>{maps}</div>"
    )


def _map(symbol: str, name: str, matrix: np.ndarray) -> str:
    rows, columns = matrix.shape
    shown = matrix[:MOST, :MOST]
    limit = float(np.abs(matrix[~np.isnan(matrix)]).max(initial=0.0))
    cut = "" if shown.shape == matrix.shape else f", the first {shown.shape[0]} by {shown.shape[1]} shown"
    size = f"{rows} by {columns}{cut}, from {number(-limit, 4)} to {number(limit, 4)}"
    code = base64.b64encode(png(_pixels(shown, limit))).decode("ascii")
    return (
        f"<figure class='bp-map'><figcaption>{symbol} <span class='bp-hint'>{size}</span></figcaption>"
        f"<img alt='{name}, {size}' width='{shown.shape[1] * CELL}' height='{shown.shape[0] * CELL}'"
        f" src='data:image/png;base64,{code}'></figure>"
    )


def _pixels(matrix: np.ndarray, limit: float) -> np.ndarray:
    """Colours of CELL x CELL pixels a cell: white for 0 and for what is hidden, the sign's colour for ±limit."""
    share = np.nan_to_num(np.abs(matrix) / limit) if limit else np.zeros(matrix.shape)
    sign = np.where(matrix[..., None] < 0, NEGATIVE, POSITIVE)
    colours = (255 - (255 - sign) * share[..., None]).astype(np.uint8)
    pixels = colours.repeat(CELL, axis=0).repeat(CELL, axis=1)
    dashed = (matrix < -0.05 * limit).repeat(CELL, axis=0).repeat(CELL, axis=1)
    row, column = np.indices(dashed.shape) % CELL
    pixels[dashed & (row == 1) & (column > 0) & (column < CELL - 1)] = DASH
    return pixels


def png(pixels: np.ndarray) -> bytes:
    r"""Encode 8-bit RGB pixels (height, width, 3) as a PNG file.

    Examples
    --------
    >>> png(np.zeros((1, 1, 3), np.uint8))[:4]
    b'\x89PNG'
    """
    height, width, _ = pixels.shape
    lines = np.zeros((height, 1 + 3 * width), np.uint8)  # each line begins with its filter: 0, none
    lines[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes(), 6)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
