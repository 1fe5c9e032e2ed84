"""The report's pictures, as SVG without any outside address."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Final

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from pipeline.evaluation.confusion_grid import Grid
from pipeline.evaluation.report import Measured

INK: Final = "#1f2933"
FAINT: Final = "#d5dbe1"
# One colour and one kind of line each, so that nobody needs to tell colours apart.
COLOURS: Final = ("#0b6e63", "#b4540a")
STROKES: Final = ("-", "--")
HATCHES: Final = ("", "///")
STYLE: Final = {
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": "#7b8794",
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.7,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "svg.fonttype": "none",  # letters stay letters: small, and sharp at every size
    "svg.hashsalt": "mesochat",
}
DATES: Final = {"Date": None, "Creator": None, "Format": None, "Type": None}


def risk_plot(pipelines: Sequence[Measured]) -> str:
    """How much is answered against how much of that is wrong; a dot where the gates stand."""
    with matplotlib.rc_context(STYLE):
        axes = _axes(7.2, 4.4)
        for one, colour, stroke in zip(pipelines, COLOURS, STROKES, strict=False):
            answered = [point.answered for point in one.risk]
            axes.plot(
                answered, [point.wrong for point in one.risk], stroke, color=colour, lw=2, label=one.name
            )
            main = one.main
            if main.right_of_answered.value is not None:
                here = main.answered.value, 1 - main.right_of_answered.value
                axes.plot(*here, "o", color=colour, ms=9, label=f"{one.name}: its gates")
        axes.set(xlabel="share answered", ylabel="wrong, of what is answered", xlim=(0, 1.02))
        axes.set_ylim(bottom=0)
        axes.legend(loc="upper left")
        _percent(axes)
        return _svg(axes)


def calibration_plot(pipelines: Sequence[Measured]) -> str:
    """What was said against what was true; the size of a dot tells how many rows it stands for."""
    with matplotlib.rc_context(STYLE):
        axes = _axes(7.2, 4.8)
        axes.plot([0, 1], [0, 1], ":", color="#52606d", lw=1.5, label="means what it says")
        for one, colour, stroke in zip(pipelines, COLOURS, STROKES, strict=False):
            said, right = [part.said for part in one.calibration], [part.right for part in one.calibration]
            most = max((part.rows for part in one.calibration), default=1)
            sizes = [20 + 180 * part.rows / most for part in one.calibration]
            axes.plot(said, right, stroke, color=colour, lw=1.5, label=one.name)
            axes.scatter(said, right, sizes, color=colour, alpha=0.85, zorder=3)
        axes.set(
            xlabel="confidence that was said", ylabel="share that was right", xlim=(0, 1.03), ylim=(0, 1.03)
        )
        axes.legend(loc="upper left")
        _percent(axes)
        return _svg(axes)


def voices_plot(pipelines: Sequence[Measured]) -> str:
    """How many of each voice's rows are right, with the 95 % interval."""
    names = [part.name for part in pipelines[0].voices]
    with matplotlib.rc_context(STYLE):
        axes = _axes(7.2, 1.2 + 0.34 * len(names) * max(1.4, len(pipelines)))
        for number in range(len(pipelines)):
            _bars(axes, pipelines, number)
        axes.set_yticks(range(len(names)), names)
        axes.set(xlabel="best label is right", xlim=(0, 1))
        axes.invert_yaxis()
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.grid(axis="y", visible=False)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncol=2)
        return _svg(axes)


def confusion_plot(grid: Grid) -> str:
    """Every label that was mixed up: rows are what it was, columns what it was taken for."""
    counts = np.array(grid.counts)
    with matplotlib.rc_context({**STYLE, "axes.grid": False, "font.size": 9}):
        axes = _axes(2.6 + 0.27 * len(grid.taken_for), 2.4 + 0.25 * len(grid.labels))
        shaded = np.ma.masked_equal(counts, 0)
        axes.pcolormesh(shaded, cmap="YlOrBr", vmin=0, vmax=counts.max() * 1.25)
        for row, column in zip(*counts.nonzero(), strict=True):
            count = counts[row, column]
            ink = "white" if count > 0.85 * counts.max() else INK  # dark cells need light letters
            axes.text(column + 0.5, row + 0.5, str(count), ha="center", va="center", color=ink)
        _name_cells(axes, grid)
        return _svg(axes)


def _bars(axes: Axes, pipelines: Sequence[Measured], number: int) -> None:
    """Draw one pipeline's bars, beside those of the others."""
    shares = [part.accuracy for part in pipelines[number].voices]
    values = np.array([share.value for share in shares])
    low, top = np.array([share.interval for share in shares]).T
    height = 0.8 / len(pipelines)
    axes.barh(
        np.arange(len(shares)) + (number - (len(pipelines) - 1) / 2) * height,
        values,
        height * 0.9,
        xerr=np.maximum(0, [values - low, top - values]),  # rounding may leave a hair below nothing
        color=COLOURS[number],
        hatch=HATCHES[number],
        edgecolor="white",
        ecolor=INK,
        capsize=3,
        label=pipelines[number].name,
    )


def _name_cells(axes: Axes, grid: Grid) -> None:
    axes.set_xticks(np.arange(len(grid.taken_for)) + 0.5, grid.taken_for, rotation=90)
    axes.set_yticks(np.arange(len(grid.labels)) + 0.5, grid.labels)
    axes.set(xlabel="was taken for", ylabel="label of the row")
    axes.set_xticks(range(len(grid.taken_for) + 1), minor=True)
    axes.set_yticks(range(len(grid.labels) + 1), minor=True)
    axes.grid(which="minor", visible=True, color=FAINT, linewidth=0.5)
    axes.tick_params(which="both", length=0)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.invert_yaxis()


def _axes(width: float, height: float) -> Axes:
    return Figure(figsize=(width, height)).subplots()


def _percent(axes: Axes) -> None:
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.yaxis.set_major_formatter(PercentFormatter(1))


def _svg(axes: Axes) -> str:
    written = io.StringIO()
    axes.figure.savefig(written, format="svg", bbox_inches="tight", transparent=True, metadata=DATES)
    # A quoted name would be a font of that name, which nobody has.
    picture = written.getvalue().replace("'sans-serif'", "sans-serif")
    return re.sub(r"<metadata>.*?</metadata>", "", picture[picture.index("<svg") :], flags=re.DOTALL)
