"""Charts: one function a chart, typed input in, two SVG drawings, one PNG, alternative text and table
out.

Only this package imports matplotlib and seaborn. `figure_of` makes the block of any input; the functions of the
single charts give the drawings alone. Numbers enter as `Claimed`, words from ``[label.chart]`` of the messages.
"""

from gec_lib.figures.bars import Bar, Bars, Line, bars
from gec_lib.figures.block import CHARTS, Chart, figure_of, look_of
from gec_lib.figures.coverage import CoverageByLevel, Share, coverage_by_level
from gec_lib.figures.dumbbell import Dumbbell, Pair, dumbbell
from gec_lib.figures.guard import claims_of, unclaimed_texts
from gec_lib.figures.multiples import Multiples, Panel, multiples
from gec_lib.figures.pyramid import Grade, Level, Pyramid, pyramid
from gec_lib.figures.returns_by_day import ReturnsByDay, Season, returns_by_day
from gec_lib.figures.slope import Slope, Slopes, slope
from gec_lib.figures.style import Drawing, FigureError, Kind, Look, Size, Tone
from gec_lib.figures.trajectory import trajectory
from gec_lib.figures.trajectory_data import Break, Expected, Goal, Observed, Trajectory

__all__ = [
    "CHARTS",
    "Bar",
    "Bars",
    "Break",
    "Chart",
    "CoverageByLevel",
    "Drawing",
    "Dumbbell",
    "Expected",
    "FigureError",
    "Goal",
    "Grade",
    "Kind",
    "Level",
    "Line",
    "Look",
    "Multiples",
    "Observed",
    "Pair",
    "Panel",
    "Pyramid",
    "ReturnsByDay",
    "Season",
    "Share",
    "Size",
    "Slope",
    "Slopes",
    "Tone",
    "Trajectory",
    "bars",
    "claims_of",
    "coverage_by_level",
    "dumbbell",
    "figure_of",
    "look_of",
    "multiples",
    "pyramid",
    "returns_by_day",
    "slope",
    "trajectory",
    "unclaimed_texts",
]
