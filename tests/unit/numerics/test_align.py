"""The alignment of two courses."""

from hypothesis import given
from hypothesis import strategies as st

from detente.numerics.align import Step, course_distance

steps = st.tuples(st.floats(0, 400), st.integers(0, 2), st.floats(0, 1), st.integers(0, 3))
courses = st.lists(steps, max_size=8).map(lambda c: sorted(c))


@given(courses, courses)
def test_distance_is_symmetric_and_bounded(one: list[Step], other: list[Step]) -> None:
    there, back = course_distance(one, other), course_distance(other, one)
    assert abs(there - back) < 1e-12
    assert 0.0 <= there <= 1.0


@given(courses.filter(bool))
def test_a_course_is_like_itself(course: list[Step]) -> None:
    assert course_distance(course, course) == 0.0


def test_a_longer_way_up_is_farther() -> None:
    calm: list[Step] = [(0.0, 0, 0.4, 0)]
    worse: list[Step] = [(0.0, 0, 0.4, 0), (2.0, 1, 0.4, 0), (5.0, 0, 0.7, 0)]
    worst: list[Step] = [(0.0, 0, 0.9, 0), (2.0, 1, 0.9, 0), (5.0, 0, 0.9, 0)]
    assert course_distance(calm, worse) < course_distance(calm, worst)


def test_nothing_is_like_nothing() -> None:
    assert course_distance([], [(0.0, 0, 0.5, 0)]) == 1.0


def test_another_sort_of_step_is_farther_where_both_are_known() -> None:
    test: list[Step] = [(0.0, 0, 0.4, 1)]
    assert course_distance(test, [(0.0, 0, 0.4, 2)]) > 0.0
    assert course_distance(test, [(0.0, 0, 0.4, 0)]) == 0.0
