"""The figure of the what-ifs: what each step does to a risk, as a multiple of the risk now."""

from detente.report.draw_captioned import Figure, of_rows
from detente.report.draw_rows import Row, ratio_axis
from detente.report.draw_words import multiple, times
from detente.report.what_if_words import label, what_ifs
from detente.world.assessment import Assessment
from detente.world.estimate import Interval


def what_if_figure(assessment: Assessment) -> Figure | None:
    """The what-ifs of both rooms; None where there are none."""
    steps = what_ifs(assessment)
    rows = [
        Row(label(steps, w), w.ratio.value, w.ratio.low, w.ratio.high, _ratio(w.ratio),
            shape="circle" if w.reached is None else "square")
        for w in steps
    ]  # fmt: skip
    caption = "What if. The risk of getting out of hand under each step, as a multiple of the risk now."
    if any(w.reached is not None for w in steps):
        caption += " Circles are simulated or assumed, squares are solved in the bargaining game."
    return of_rows("what-if", caption, rows, ratio_axis(rows, "multiple of the risk now")) if rows else None


def _ratio(ratio: Interval) -> str:
    return f"{times(ratio.value)} ({multiple(ratio.low)} to {multiple(ratio.high)})"
