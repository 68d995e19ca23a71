"""A sheet as a picture of dots, for paper: the official copy goes through word processors that draw no SVG."""

from __future__ import annotations

import base64
import io
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

DOTS, WIDTH = 200, 152.0  # dots an inch on paper, millimetres there
COLOURS = 64  # a chart has about ten; the rest are the soft edges of letters
ALMOST_WHITE = 250
COMPRESSION = 6  # level 9 takes three times as long and saves a tenth


def raster(canvas: Any, *, points: Any) -> str:
    """The drawing as PNG in base 64, 152 mm wide at 200 dots an inch, in few colours and without any metadata.

    Parameters
    ----------
    canvas : matplotlib.figure.Figure
        A drawing laid out at 72 dots an inch; it is left as it was.
    points : matplotlib.transforms.Affine2D
        Where everything on the sheet is placed; stretched while the picture is drawn.

    Notes
    -----
    At this size letters need no hinting, which would cost a third of the time and change them by platform.
    """
    dpi = DOTS * WIDTH / 25.4 / canvas.get_figwidth()
    before, svg = canvas.dpi, canvas.canvas
    points.scale(dpi / before)
    canvas.set_dpi(dpi)
    try:
        with mpl.rc_context({"text.hinting": "no_hinting"}):
            drawn = FigureCanvasAgg(canvas)
            drawn.draw()
        image = Image.frombuffer("RGBA", drawn.get_width_height(), bytes(drawn.buffer_rgba()), "raw", "RGBA", 0, 1)
    finally:
        canvas.set_dpi(before)
        canvas.set_canvas(svg)
        points.clear()
    return base64.b64encode(_png(image)).decode("ascii")


def _png(image: Image.Image) -> bytes:
    few = image.convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.putpalette([255 if value >= ALMOST_WHITE else value for value in few.getpalette() or ()])
    stream = io.BytesIO()
    few.save(stream, format="png", compress_level=COMPRESSION)
    return stream.getvalue()
