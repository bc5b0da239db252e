import pytest

from detente.record.numbers import find_counts, is_ordinal, words_to_int


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("They fired 23 missiles.", 23, None),
        ("at least 23 rockets fell", 23, ">="),
        ("more than a dozen shells", 12, ">"),
        ("nearly two dozen jets", 24, "~"),
        ("some 150 soldiers", 150, "~"),
        ("over 1,200 men", 1200, ">"),
        ("three boats", 3, None),
        ("half a dozen tanks", 6, None),
        ("a pair of bombers", 2, None),
        ("a thousand troops", 1000, None),
        ("about 3.5 million leaflets", 3_500_000, "~"),
        ("twenty-five guards", 25, None),
        ("three hundred and twenty shells", 320, None),
        ("40 or more ships", 40, ">="),
        ("as many as nine posts", 9, "<="),
    ],
)
def test_counts(text: str, value: int, qualifier: str | None) -> None:
    (count,) = find_counts(text)
    assert (count.value, count.qualifier) == (value, qualifier)


@pytest.mark.parametrize(
    "text", ["dozens of shells", "11 percent", "15 %", "a MiG-21", "155-mm guns", "no ships"]
)
def test_no_counts(text: str) -> None:
    assert find_counts(text) == ()


def test_span_holds_number_and_qualifier() -> None:
    text = "They sent at least 40 boats."
    (count,) = find_counts(text, base=100)
    assert text[count.start - 100 : count.end - 100] == "at least 40"


def test_ordinals_and_words() -> None:
    assert is_ordinal("sixth")
    assert is_ordinal("21st")
    assert not is_ordinal("six")
    assert words_to_int("two thousand and five") == 2005
    assert words_to_int("north") is None
