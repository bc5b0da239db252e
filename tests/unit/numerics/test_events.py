"""Event logs and day logs: what goes in comes out, and what no model can be fitted to is refused by name."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from detente.numerics.hawkes import jit
from detente.numerics.hawkes.events import DayLog, EventLog, HawkesError, day_log, event_log

NAN, INF = float("nan"), float("inf")
Made = EventLog | DayLog


def code_of(make: Callable[..., Made], *args: Any, **named: Any) -> str:
    """The code of the refusal; a warning on the way would be an error."""
    with pytest.raises(HawkesError) as caught:
        make(*args, **named)
    assert str(caught.value).startswith(f"{caught.value.code}: ")
    return caught.value.code


def test_events_keep_window_types_and_marks() -> None:
    log = event_log([1.0, 2.5, 2.75], [1, 0, 1], start=-1.0, end=4.0, kinds=3, marks=[0.5, 0.0, -1.0])
    assert (log.start, log.end, log.span, log.kinds) == (-1.0, 4.0, 5.0, 3)
    assert log.counts().tolist() == [1.0, 2.0, 0.0]
    assert log.marks.tolist() == [0.5, 0.0, -1.0]


def test_without_types_and_marks_there_is_one_kind_and_no_weight() -> None:
    log = event_log([0.0, 4.0], start=0.0, end=4.0)
    assert log.kinds == 1
    assert log.types.tolist() == [0, 0]
    assert log.marks.tolist() == [0.0, 0.0]
    assert event_log(1.0, 0, start=0.0, end=2.0, marks=3.0).marks.tolist() == [3.0]


def test_no_events_are_a_log_too() -> None:
    log = event_log([], start=0.0, end=1.0, kinds=2)
    assert log.counts().tolist() == [0.0, 0.0]


def test_ties_are_refused_unless_asked_for() -> None:
    assert code_of(event_log, [1.0, 1.0, 2.0], start=0.0, end=3.0) == "ties"
    assert event_log([1.0, 1.0, 2.0], start=0.0, end=3.0, ties=True).counts().tolist() == [3.0]


@pytest.mark.parametrize(
    ("times", "more", "code"),
    [
        ([1.0, NAN], {}, "nan"),
        ([1.0, INF], {}, "nan"),
        ([1.0], {"marks": [NAN]}, "nan"),
        ([1.0], {"types": [NAN]}, "nan"),
        ([2.0, 1.0], {}, "order"),
        ([2.0, 1.0], {"ties": True}, "order"),
        ([-0.1], {}, "window"),
        ([3.1], {}, "window"),
        ([], {"end": 0.0}, "window"),
        ([], {"end": -1.0}, "window"),
        ([], {"end": NAN}, "window"),
        ([], {"start": -INF}, "window"),
        ([1.0], {"types": [2], "kinds": 2}, "type"),
        ([1.0], {"types": [-1]}, "type"),
        ([1.0], {"types": [0.5]}, "type"),
        ([1.0], {"types": [1e300]}, "type"),
        ([], {"kinds": 0}, "type"),
        ([1.0], {"types": [0, 1]}, "shape"),
        ([1.0, 2.0], {"marks": [0.0]}, "shape"),
        ([[1.0, 2.0]], {"types": [[0, 0]], "marks": [[0.0, 0.0]]}, "shape"),
    ],
)
def test_events_that_no_model_can_use(times: Any, more: dict[str, Any], code: str) -> None:
    assert code_of(event_log, times, **{"start": 0.0, "end": 3.0, **more}) == code


def test_days_in_any_order_add_up() -> None:
    log = day_log([5, 2, 5, 5], [1, 0, 1, 0], n=9)
    assert log.days.tolist() == [2, 5]
    assert log.counts.tolist() == [[1.0, 1.0], [0.0, 2.0]]
    assert (log.kinds, log.n) == (2, 9)
    assert log.dense().sum(axis=1).tolist() == [2.0, 2.0]
    assert log.dense()[:, 5].tolist() == [1.0, 2.0]


def test_counts_say_the_same_as_rows() -> None:
    rows = day_log([0, 3, 3, 3, 7], [0, 1, 1, 0, 1], n=8)
    counted = day_log([7, 3, 0, 3, 6], [1, 1, 0, 0, 0], n=8, counts=[1, 2, 1, 1, 0])
    assert counted.days.tolist() == rows.days.tolist()
    assert counted.counts.tolist() == rows.counts.tolist()


def test_a_million_rows_in_no_order() -> None:
    rng = np.random.default_rng(0)
    days, types = rng.integers(0, 5000, 1_000_000), rng.integers(0, 3, 1_000_000)
    log = day_log(days, types, n=5000)
    assert log.counts.sum(axis=1).tolist() == np.bincount(types).tolist()
    assert log.counts[:, 17].sum() == (days == log.days[17]).sum()


@pytest.mark.parametrize("kinds", [1, 2])
def test_no_acts_are_a_record_too(kinds: int) -> None:
    log = day_log([], n=5, kinds=kinds)
    assert log.dense().shape == (kinds, 5)
    assert not log.dense().any()


def test_unobserved_days_are_kept_as_spans() -> None:
    log = day_log([1, 6], n=9, unobserved=[(2, 6), (7, 9)])
    assert log.unobserved.tolist() == [[2, 6], [7, 9]]
    silent = day_log([4], n=9, counts=[0], unobserved=[(2, 6)])
    assert silent.days.size == 0


@pytest.mark.parametrize(
    ("days", "more", "code"),
    [
        ([9], {}, "window"),
        ([-1], {}, "window"),
        ([], {"n": 0}, "window"),
        ([], {"n": NAN}, "window"),
        ([1.5], {}, "day"),
        ([1e300], {}, "day"),
        ([NAN], {}, "nan"),
        ([1], {"types": [NAN]}, "nan"),
        ([1], {"counts": [NAN]}, "nan"),
        ([1], {"counts": [-1]}, "count"),
        ([1], {"counts": [1.5]}, "count"),
        ([1], {"types": [1], "kinds": 1}, "type"),
        ([1], {"types": [-1]}, "type"),
        ([], {"kinds": 0}, "type"),
        ([1], {"types": [0, 0]}, "shape"),
        ([1, 2], {"counts": [1]}, "shape"),
        ([2], {"unobserved": [(2, 3)]}, "unobserved"),
        ([4], {"unobserved": [(0, 1), (3, 5)]}, "unobserved"),
        ([], {"unobserved": [(4, 2)]}, "unobserved"),
        ([], {"unobserved": [1, 2, 3]}, "unobserved"),
        ([], {"unobserved": [(1, 2.5)]}, "unobserved"),
        ([], {"unobserved": [(1, NAN)]}, "nan"),
    ],
)
def test_days_that_no_model_can_use(days: Any, more: dict[str, Any], code: str) -> None:
    assert code_of(day_log, days, **{"n": 9, **more}) == code


def test_refusals_say_where_and_what_to_do() -> None:
    with pytest.raises(HawkesError, match="time 2 of 3 is nan; leave such rows out"):
        event_log([0.0, 1.0, NAN], start=0.0, end=2.0)
    with pytest.raises(HawkesError, match=r"time 2 \(0.5\) lies before time 1 \(1.0\); sort"):
        event_log([0.0, 1.0, 0.5], start=0.0, end=2.0)
    with pytest.raises(HawkesError, match="2 of 4 times are tied: use a DayLog"):
        event_log([0.0, 0.0, 1.0, 1.0], start=0.0, end=2.0)
    with pytest.raises(HawkesError, match="days 2 to 3, said to be covered by no source"):
        day_log([3], n=9, unobserved=[(2, 4)])


def double(x: float) -> float:
    return 2.0 * x


def test_a_compiled_kernel_says_what_the_plain_one_says() -> None:
    assert jit.compiled(double)(1.25) == double(1.25) == jit.inlined(double)(1.25)
    assert (jit.compiled(double) is not double) is jit.FAST


def python(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_without_numba_kernels_are_left_as_they_are() -> None:
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "from detente.numerics.hawkes import jit\n"
        "f = lambda x: x\n"
        "print(jit.FAST, jit.compiled(f) is f, jit.inlined(f) is f)"
    )
    assert python(code) == ["False", "True", "True"]


def test_modules_that_answers_use_load_neither_numba_nor_scipy() -> None:
    used = ("events", "stream", "baseline", "hurdle_control", "hurdle_pool", "graded_paths", "graded_fit")
    lines = [f"import detente.numerics.hawkes.{name}" for name in used]
    code = "\n".join([*lines, "import sys", "print(*{'numba', 'scipy', 'numpy'} & set(sys.modules))"])
    assert python(code) == ["numpy"]
