"""What is marked in an article for a query, letter by letter, and that a mark stands out."""

import urllib.parse

import pytest

from browser import Setting

# A query, an article, the marks in it.
MARKS = [
    ("Luftangriff Kiew", "kiew-botschaft-de", ["Kiew", "Luftangriff", "Luftangriff", "Kiew", "Luftangriffsalarm"]),
    ("Alarm", "kiew-botschaft-de", ["alarm", "alarm"]),
    ("Bürger", "kiew-botschaft-de", ["Bürgerinnen", "Bürger"]),
    ("Buerger", "kiew-botschaft-de", ["Bürgerinnen", "Bürger"]),
    ("groß", "kiew-botschaft-de", ["größeren"]),
    ("Führer", "pjoengjang-pakt-ascii", ["Fuehrer", "Fuehrer", "Führer", "fuehrt"]),
    ("air attack Kyiv", "kyiv-embassy-en", ["Kyiv", "air", "attack", "Kyiv", "air", "attack", "air"]),
    ('"close its embassy"', "kyiv-embassy-en", ["closed its embassy"]),
    ("warn", "kyiv-embassy-en", ["warning"]),
]


@pytest.mark.parametrize(("query", "id", "marks"), MARKS, ids=[row[0] for row in MARKS])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks(browser, query, id, marks, scheme):
    browser.fresh(Setting(scheme=scheme))
    path = f"/articles/{id}?{urllib.parse.urlencode({'q': query})}"
    browser.open(path)
    seen = browser.texts("article mark")
    assert seen == marks, f"{path} ({browser.setting}): marked are {seen}, not {marks}"
    plain = browser.run(
        """const ground = getComputedStyle(document.body).backgroundColor;
        return [...document.querySelectorAll("article mark")].filter(mark => getComputedStyle(mark).backgroundColor === ground
          || getComputedStyle(mark).backgroundColor === "rgba(0, 0, 0, 0)").length"""
    )
    assert plain == 0, f"{path} ({browser.setting}): {plain} marks look like the text around them"


def test_a_part_is_marked_inside_its_compound(browser):
    browser.fresh(Setting())
    browser.open("/articles/kiew-botschaft-de?q=Alarm")
    words = browser.run(
        """return [...document.querySelectorAll("article mark")].map(mark =>
            (mark.previousSibling?.data.match(/[\\p{L}]*$/u)[0] ?? "") + "[" + mark.textContent + "]")"""
    )
    assert words == ["Luftangriffs[alarm]", "Luft[alarm]"], f"marks inside their words: {words}"
