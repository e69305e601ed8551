"""Names: how a print of them changes never changes who is meant; what other names do, case by
case. The names are of skaters of the years since 2003, as different official papers print them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kissandcry.archive import Archive
from kissandcry.archive.people import names
from tests.archive import met
from tests.archive.met import Named

_PARTS = sorted({part for row in met.named() for part in names.couple(row.name)})


@settings(max_examples=300)
@given(st.sampled_from(_PARTS), st.data())
def test_marks_order_case_and_spaces_never_change_who_is_meant(
    printed: str, data: st.DataObject
) -> None:
    name = names.read(printed)
    if not name.certain or any(len(word) == 1 for word in name.given):
        return
    family = [word for word in printed.split() if names.read(f"x {word}").certain]
    given_names = [word for word in printed.split() if word not in family]
    if "".join(names.read(" ".join((*given_names, *family))).flats[0]) != name.flat:
        return
    words = [*family, *given_names] if data.draw(st.booleans()) else [*given_names, *family]
    text = data.draw(st.sampled_from([" ", "  ", "\u00a0", "\t"])).join(words)
    text = data.draw(st.sampled_from(["", " "])) + text
    text = unicodedata.normalize("NFD", text) if data.draw(st.booleans()) else text
    accents = data.draw(st.sampled_from([None, "\u0301", "\u0308"]))
    if accents and text.strip()[-1:].isalpha():
        text = text.rstrip() + accents
    assert names.read(text).flat == name.flat


@given(st.text(max_size=60))
def test_any_text_is_some_name(text: str) -> None:
    name = names.read(text)
    assert name.flats
    assert name.flat
    assert names.read(name.shown).flat


_SAME = [
    ("LIPNITSKAYA Yulia, RUS", "Julia LIPNITSKAIA, RUS"),
    ("PLYUSHCHENKO Evgeny, RUS", "Evgeni PLUSHENKO, RUS"),
    ("Elizaveta TUKTAMISHEVA, RUS", "Elizaveta TUKTAMYSHEVA, FSR"),
    ("Laura LEPISTÖ, FIN", "LEPISTO Laura, FIN"),
    ("Susanna P\u00c3\u2013YKI\u00c3\u2013, FIN", "Susanna PÖYKIÖ, FIN"),
    ("Susanna P\ufffdYKI\ufffd, FIN", "Susanna PÖYKIÖ, FIN"),
    ("Anita ÖSTLUND, SWE", "OESTLUND Anita, SWE"),
    ("Kevin VAN DER PERREN, BEL", "van der PERREN Kevin, BEL"),
    ("Jenna McCORKELL, GBR", "MCCORKELL Jenna, GBR"),
    ("Natasha Mc KAY, GBR", "Natasha McKAY, GBR"),
    ("Da Bin CHOI, KOR", "CHOI Dabin, KOR"),
    ("Jun Hwan CHA, KOR", "Junhwan CHA, KOR"),
    ("Min-Jung KWAK, KOR", "Min-Jeong KWAK, KOR"),
    ("Eun Soo LIM, KOR", "Eunsoo LIM, KOR"),
    ("Mae Berenice MEITE, FRA", "Maé-Bérénice MÉITÉ, FRA"),
    ("Alexander SAMARIN, RUS", "Aleksandr SAMARIN, RUS"),
    ("Polina KOROBEYNIKOVA, RUS", "Polina KOROBEINIKOVA, RUS"),
    ("Anna POGORILAYA, RUS", "Anna POGORILAIA, RUS"),
    ("Alena LEONOVA, RUS", "Alyona LEONOVA, RUS"),
    ("Elizabet TURSYNBAEVA, KAZ", "Elizabeth TURSYNBAYEVA, KAZ"),
    ("Oleksii BYCHENKO, UKR", "Alexei BYCHENKO, ISR"),
    ("Sonia LAFUENTE, ESP", "Sonia LAFUENTE MARTINEZ, ESP"),
    ("Kristine Y. LEE, HKG", "Kristine LEE, HKG"),
    ("Gheorghe CHIPER, ROM", "Gheorghe CHIPER, ROU"),
    ("Trifun ZIVANOVIC, SCG", "Trifun ZIVANOVIC, SRB"),
    ("Mikhail KOLYADA, RUS", "KOLYADA Mikhail, OAR"),
    ("Dani\u0435l GRASSL, ITA", "Daniel GRASSL, ITA"),  # with a Cyrillic letter
    ("Lina Nilsson, ", "Lina NILSSON, SWE"),
    ("Yuzuru Hanyu, JPN", "HANYU Yuzuru, JPN"),
    ("HANYU YUZURU, JPN", "Yuzuru HANYU, JPN"),
    ("HANYU, Yuzuru, JPN", "Yuzuru HANYU, JPN"),
    ("KRASNAPOLSKY Evgeni, ISR", "Evgeni KRASNOPOLSKI, ISR"),
]
_APART = [
    ("Mai ASADA, JPN", "Mao ASADA, JPN"),
    ("Alexander MAJOROV, SWE", "Nikolaj MAJOROV, SWE"),
    ("Joshi HELGESSON, SWE", "Viktoria HELGESSON, SWE"),
    ("Hae Jin KIM, KOR", "Jin KIM, KOR"),
    ("Yan HAN, CHN", "Han YAN, CHN"),
    ("Boyang JIN, CHN", "Yang JIN, CHN"),
    ("Hana YOSHIDA, JPN", "Utana YOSHIDA, JPN"),
    ("Daria POPOVA, FRA", "Darya POPOVA, UKR"),
    ("Amy LIN, TPE", "Amy LIN, USA"),
    ("Ivan PETROV, RUS", "Ivan PAVLOV, RUS"),
    ("Xiaoyang YU, CHN", "Xiaoyu YU, CHN"),
    ("Kaori SAKAMOTO, JPN", "Kaori YAMAMOTO, JPN"),
    ("Amber GLENN, USA", "Amber GLEN-SMITH, GBR"),
]


def _people(*printed: str, category: str = "women") -> int:
    rows = []
    for year, text in enumerate(printed):
        name, nation = text.rsplit(", ", 1) if not text.endswith(", ") else (text[:-2], "")
        rows.append(Named(f"event{year}", date(2016 + year, 11, 4), category, name, nation))
    with Archive() as archive:
        met.collect(archive, met.by_event(rows))
        return len(met.people(archive))


@pytest.mark.parametrize(("one", "other"), _SAME)
def test_these_are_one(one: str, other: str) -> None:
    assert _people(one, other) == 1
    assert _people(other, one) == 1


@pytest.mark.parametrize(("one", "other"), _APART)
def test_these_are_two(one: str, other: str) -> None:
    assert _people(one, other) == 2
    assert _people(other, one) == 2


def test_couples_are_found_by_the_partner() -> None:
    """Married names, other transcriptions, initials and partners new and old, of real couples."""
    assert (
        _people(
            "Yuko KAWAGUCHI / Alexander SMIRNOV, RUS",
            "KAVAGUTI Yuko / SMIRNOV Alexander, RUS",
            category="pairs",
        )
        == 2
    )
    assert (
        _people(
            "Maylin HAUSCH / Daniel WENDE, GER",
            "WENDE Maylin / WENDE Daniel, GER",
            category="pairs",
        )
        == 2
    )
    assert (
        _people(
            "Isabella TOBIAS / Deividas STAGNIUNAS, LTU",
            "TOBIAS I / STAGNIUNAS D, LTU",
            category="ice-dance",
        )
        == 2
    )
    assert (
        _people("Tae Ok RYOM / Ju Sik KIM, PRK", "RYOM Tae Ok / KIM Ju Sik, PRK", category="pairs")
        == 2
    )
    assert (
        _people(
            "Cheng PENG / Hao ZHANG, CHN",
            "PENG Cheng / JIN Yang, CHN",
            "Xiaoyu YU / Hao ZHANG, CHN",
            category="pairs",
        )
        == 4
    )
    assert (
        _people(
            "Anna SMITH / Ivan IVANOV, RUS", "Anna PETROVA / Ivan IVANOV, RUS", category="pairs"
        )
        == 3
    )
    assert (
        _people("HAO Zhang / CHENG Peng, CHN", "Hao ZHANG / Cheng PENG, CHN", category="pairs") == 2
    )


def test_age_tells_two_of_one_name() -> None:
    """A senior of 2006 is no junior in 2019: junior age ends at 19, or 21 to 23 in couples."""
    rows = [
        Named("old", date(2006, 3, 20), "women", "Anna EXAMPLE", "FIN"),
        Named("young", date(2019, 12, 5), "junior-women", "Anna EXAMPLE", "FIN"),
    ]
    with Archive() as archive:
        met.collect(archive, met.by_event(rows))
        assert archive.run("SELECT count(*) FROM people") == [(2,)]
        assert archive.run("SELECT key FROM skaters ORDER BY 1") == [
            ("anna-example",),
            ("anna-example-fin",),
        ]


def test_who_skates_beside_is_another() -> None:
    rows = [
        Named("one", date(2016, 11, 4), "women", "Anastasia GUBANOVA", "RUS"),
        Named("one", date(2016, 11, 4), "women", "Anastasia GUBANOWA", "RUS"),
    ]
    with Archive() as archive:
        met.collect(archive, [rows])
        assert archive.run("SELECT count(*) FROM people") == [(2,)]


def test_a_man_and_a_woman_of_one_name_are_two() -> None:
    rows = [
        Named("one", date(2016, 11, 4), "women", "Yi WANG", "CHN"),
        Named("one", date(2016, 11, 4), "men", "Yi WANG", "CHN"),
    ]
    with Archive() as archive:
        met.collect(archive, [rows])
        keys = archive.run("SELECT key FROM skaters ORDER BY 1")
        assert keys == [("yi-wang",), ("yi-wang-chn",)]


def test_a_shorter_name_that_fits_two_joins_neither() -> None:
    assert _people("Anna ROSSETTI, ITA", "Maria ROSSETTI, ITA", "Anna Maria ROSSETTI, ITA") == 2
