import time
from contextlib import suppress

import pytest

from detente.record.dispatch import open_dispatch
from detente.record.sentences import split_sentences
from detente.world.errors import InputRefused


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"war", "too-short"),
        (b"day,source,target\n1980-01-01,PER,ECU\n1980-01-02,ECU,PER\n", "looks-like-table"),
        (b"day;source;target\n1980-01-01;PER;ECU\n", "looks-like-table"),
        ("Le gouvernement du Pérou a annoncé que les troupes sont dans la région.".encode(), "language"),
        (
            "Die Regierung hat am Montag mit den Truppen die Grenze für immer geschlossen.".encode(),
            "language",
        ),
        (
            "El gobierno anunció que las tropas de su vecino han cruzado la frontera por el río.".encode(),
            "language",
        ),
        ("Правительство Перу заявило о выводе войск с границы.".encode(), "language"),
        ("秘鲁军队周三越过了边界,政府表示抗议。".encode(), "language"),
        ("페루 군대가 수요일 국경을 넘었다고 정부가 밝혔다.".encode(), "language"),
        ("قالت الحكومة إن القوات عبرت الحدود يوم الأربعاء.".encode(), "language"),
        (bytes(range(9)) * 50, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "binary"),
        (b"a " * 1_000_001, "too-long"),
    ],
)
def test_refuses(raw: bytes, code: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        open_dispatch(raw)
    assert refusal.value.code == code


def test_refusals_say_what_to_do() -> None:
    with pytest.raises(InputRefused, match=r"detente ingest events FILE"):
        open_dispatch(b"a,b,c\n1,2,3\n")
    with pytest.raises(InputRefused, match=r"2,000,000"):
        open_dispatch(b"x " * 1_000_001)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "Quito said that the café at the border was shelled."
    assert open_dispatch(text.encode(encoding)).text == text


def test_controls_are_blanked_and_offsets_stay() -> None:
    text = "Peru\x00 shelled \x1b[31mEcuador\x07 today."
    dispatch = open_dispatch(text.encode())
    assert len(dispatch.text) == len(text)
    assert dispatch.text.isprintable()
    assert dispatch.text.index("Ecuador") == text.index("Ecuador")


def test_html_is_dropped_in_place() -> None:
    text = (
        "<html><head><title>War!</title></head><body><script>fire('missiles')</script><nav>Peru attacks</nav>"
        "<p>Peru &amp; Ecuador&nbsp;talked.</p><!-- Peru invades --><div>Lima was calm.</div></body></html>"
    )
    dispatch = open_dispatch(text.encode())
    assert dispatch.text.split() == ["Peru", "&", "Ecuador", "talked.", "Lima", "was", "calm."]
    assert len(dispatch.text) == len(text)
    assert dispatch.text.index("Lima") == text.index("Lima")
    assert [dispatch.text[a:b] for a, b in split_sentences(dispatch.text)][-1] == "Lima was calm."


def test_mojibake_is_repaired() -> None:
    text = "The Élysée’s envoy called it naïve and left São Tomé."
    broken = text.encode().decode("cp1252")
    dispatch = open_dispatch(broken.encode())
    assert dispatch.text.split() == text.split()
    assert any("repaired" in note for note in dispatch.notes)


def test_sentences() -> None:
    text = "Gen. A. B. Ruiz left the U.S. base at 5 p.m. on Jan. 3. He said no. “Why?” she asked!\n\nPeru"
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "Gen. A. B. Ruiz left the U.S. base at 5 p.m. on Jan. 3.",
        "He said no.",
        "“Why?” she asked!",
        "Peru",
    ]


@pytest.mark.parametrize(
    "part", ["<nav> ", "<!-- ", "<script ", "a.b. ", "&amp;", "Ã© ", "( ", "1,", "- ", "A. "]
)
def test_cleaning_is_linear(part: str) -> None:
    def seconds(n: int) -> float:
        begun = time.process_time()
        with suppress(InputRefused):
            split_sentences(open_dispatch(("Some words here now. " + part * n).encode()).text)
        return time.process_time() - begun

    seconds(100)
    assert seconds(160_000) < 12 * max(seconds(20_000), 0.02)
