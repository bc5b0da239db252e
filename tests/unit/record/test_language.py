"""Other languages are refused by name; English with foreign names, loans and quotations is read."""

import unicodedata

import pytest

from detente.record.dispatch import open_dispatch
from detente.world.errors import InputRefused
from tests.properties.foreign import SHORTLY, TOLD_IN

TEXTS = [(name, " ".join(told)) for name, told in TOLD_IN.items()]
SENTENCES = [(name, sentence) for name, told in TOLD_IN.items() for sentence in told]


def refusal(text: str) -> InputRefused:
    with pytest.raises(InputRefused) as refused:
        open_dispatch(text.encode())
    return refused.value


@pytest.mark.parametrize(("name", "text"), TEXTS + SENTENCES + list(SHORTLY.items()))
def test_is_refused_by_name(name: str, text: str) -> None:
    error = refusal(text)
    assert error.code == "language"
    assert f"the text is in {name}" in error.message
    assert "translate it first" in error.message


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_in_capitals_without_accents_or_with_split_ones(name: str, text: str) -> None:
    for variant in (text.upper(), unicodedata.normalize("NFD", text), f'"{text}"', text.replace(" ", "\n")):
        assert name in refusal(variant).message


@pytest.mark.parametrize("name", TOLD_IN)
def test_an_english_sentence_in_it_does_not_hide_it(name: str) -> None:
    told = TOLD_IN[name]
    assert name in refusal(f'{told[0]} "This is an act of war," he said. {told[1]} {told[2]}').message


def test_a_language_that_we_do_not_know_by_name() -> None:
    latvian = "Divi karavīri tika nogalināti uz robežas otrdien, paziņoja Aizsardzības ministrija Rīgā."
    assert "a language other than English" in refusal(latvian).message
    assert "Tibetan" in refusal("བོད་ཀྱི་ས་མཚམས་སུ་འཁྲུག་པ་བྱུང་། དམག་མི་གཉིས་ཤི།").message


@pytest.mark.parametrize(
    "text",
    [
        "Peru attacks Ecuador.",
        "President Perez de Cuellar met de la Madrid in Rio de Janeiro.",
        "PEREZ DE CUELLAR MEETS DE LA MADRID IN RIO DE JANEIRO",
        "De la Rua, de Klerk discuss La Plata.",
        "Piet van der Merwe shelled Jan van den Berg, Ursula von der Leyen, Charles de Gaulle.",
        "Erdoğan met Tsipras; Türkiye, Côte d'Ivoire, São Tomé and Curaçao signed.",
        "Viet Nam's Nguyễn Văn Thiệu left for Đà Nẵng, Huế and Sài Gòn.",
        "Coup d'état feared in Côte d'Ivoire; naïve façade of détente, a communiqué says.",
        "Frente Polisario and Frente Farabundo Marti para la Liberacion Nacional rebels attacked Guerguerat.",
        "Le Monde, El País and Die Zeit said the talks had failed.",
        'The daily wrote that "die Truppen haben die Grenze überschritten und sind auf dem Weg nach Westen", '
        "but Bonn denied it.",
        "“Nous n'accepterons pas cette agression contre la France et ses alliés et nous le dirons à tous,” "
        "President Chirac said.",
        "Hezbollah's al-Manar said 'الله أكبر' and the rocket hit Haifa.",
        "Radio Pyongyang said “오늘 아침 우리 군대는 영웅적으로 적의 도발을 물리쳤다” and played a march.",
        "U.S. NAVY S.O.S. 1300 - U.S.S. Pueblo.",
        "Troops die. War on. Men in no hat am.",
    ],
)
def test_english_is_read(text: str) -> None:
    assert open_dispatch(text.encode()).text == text
