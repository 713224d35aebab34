"""What a reader does with the pages: search, narrow, sort, turn pages, read, come back. Nothing of it needs scripts."""

import re

import pytest
from selenium.webdriver.common.keys import Keys

from browser import PHONE_PX, Setting

READERS = [(width_px, scripts) for width_px in (1280, 390) for scripts in (True, False)]


@pytest.fixture(params=READERS, ids=lambda reader: f"{reader[0]}-{'scripts' if reader[1] else 'no-scripts'}")
def reader(browser, request):
    """The browser at each width, with and without scripts; faults of the console end each test."""
    width_px, scripts = request.param
    browser.fresh(Setting(width_px, "de", scripts=scripts))
    yield browser
    said = browser.complaints()
    assert not said, f"{browser.setting}: the console says {said}"


def titles(browser):
    return browser.texts(".hit-link")


def count(browser):
    return int(re.match(r"\d+", browser.texts("[role=status]")[0])[0])


def show_narrowing(browser):
    if browser.setting.width_px < PHONE_PX:
        browser.one(".narrow summary").click()


def expect(browser, what, seen, wanted):
    assert seen == wanted, f"{what} at {browser.path} ({browser.setting}): {seen!r}, not {wanted!r}"


def test_typing_and_enter_searches(reader):
    reader.open("/")
    box = reader.one("#q")
    with reader.to_another_page():
        box.send_keys("Luftangriff Kiew", Keys.ENTER)
    expect(reader, "address", reader.path, "/?q=Luftangriff+Kiew")
    expect(reader, "first hit", titles(reader)[0], "USA schließen Botschaft in Kiew aus Furcht vor Luftangriff")
    expect(reader, "text in the box", reader.one("#q").get_property("value"), "Luftangriff Kiew")
    box = reader.one("#q")
    box.clear()
    box.send_keys("Hochwasser")
    reader.follow(reader.one(".search button"))
    expect(reader, "address", reader.path, "/?q=Hochwasser")


def test_a_new_search_keeps_the_filters(reader):
    reader.open("/?q=Kiew&lang=de&source=dpa&sort=date")
    box = reader.one("#q")
    box.clear()
    with reader.to_another_page():
        box.send_keys("Raketen", Keys.ENTER)
    for part in ["q=Raketen", "lang=de", "source=dpa", "sort=date"]:
        assert part in reader.path, f"{part} is lost at {reader.path} ({reader.setting})"


@pytest.mark.parametrize(
    ("parameter", "label"),
    [("source=dpa", "dpa"), ("lang=en", "Englisch"), ("date=2024-07", "Juli 2024")],
    ids=["source", "language", "bar"],
)
def test_narrowing_and_back(reader, parameter, label):
    reader.open("/?q=Kiew")
    before = titles(reader)
    show_narrowing(reader)
    link = reader.one(f".narrow .histogram a[href*='{parameter}'], .narrow .choices a[href*='{parameter}']")
    promised = int(
        re.search(r"(\d+)(?: Artikel)?$", link.get_attribute("aria-label") or link.get_property("textContent").strip())[
            1
        ]
    )
    reader.follow(link)
    expect(reader, "address", reader.path, f"/?q=Kiew&{parameter}")
    expect(reader, "number of results", count(reader), promised)
    expect(reader, "number of hits", len(titles(reader)), promised)
    chip = reader.one(".chips a")
    assert label in chip.text, f"the chip says {chip.text!r} at {reader.path} ({reader.setting})"
    reader.follow(chip)
    expect(reader, "address", reader.path, "/?q=Kiew")
    expect(reader, "hits", titles(reader), before)


def test_sorting(reader):
    reader.open("/?q=Ukraine")
    by_relevance = titles(reader)
    for order, is_reversed in [("sort=-date", True), ("sort=date", False)]:
        reader.follow(reader.one(f".orders a[href$='{order}']"))
        moments = reader.run("return [...document.querySelectorAll('.hit time')].map(e => Date.parse(e.dateTime))")
        expect(reader, "times", moments, sorted(moments, reverse=is_reversed))
        assert len(moments) > 3, f"few times at {reader.path} ({reader.setting})"
        current = reader.all(".orders [aria-current]")
        expect(reader, "chosen orders", [link.get_attribute("href").endswith(order) for link in current], [True])
    reader.follow(reader.one(".orders a[href*='sort=relevance'], .orders a:first-of-type"))
    expect(reader, "hits by relevance", titles(reader), by_relevance)


def test_turning_pages(reader):
    reader.open("/?lang=de")
    first = titles(reader)
    reader.follow(reader.one(".pages [rel=next]"))
    second = titles(reader)
    expect(reader, "start of the list", reader.one(".hits").get_attribute("start"), "11")
    assert not set(first) & set(second), f"pages 1 and 2 share hits ({reader.setting})"
    expect(reader, "current page", reader.texts(".pages [aria-current]"), ["2"])
    reader.follow(reader.one(".pages [rel=prev]"))
    expect(reader, "hits of page 1", titles(reader), first)
    reader.follow(reader.one(".pages li:last-child a"))
    expect(reader, "links forward on the last page", reader.all(".pages [rel=next]"), [])


def test_reading_and_back_to_the_same_list(reader):
    reader.open("/?q=Kiew&lang=de&sort=date")
    before, title = titles(reader), titles(reader)[1]
    reader.follow(reader.all(".hit-link")[1])
    expect(reader, "title", reader.texts("article h1")[0], title)
    assert reader.all("article mark"), f"no marks at {reader.path} ({reader.setting})"
    reader.follow(reader.one(".back"))
    expect(reader, "address", reader.path, "/?q=Kiew&lang=de&sort=date")
    expect(reader, "hits", titles(reader), before)


def test_back_from_page_2_leads_to_page_2(reader):
    reader.open("/?lang=de&page=2")
    reader.follow(reader.one(".hit-link"))
    reader.follow(reader.one(".back"))
    expect(reader, "address", reader.path, "/?lang=de&page=2")


def test_the_switch_changes_the_language_and_nothing_else(reader):
    reader.open("/?q=Kiew&lang=de&sort=date")
    before = titles(reader)
    reader.follow(reader.one(".switch a[lang=en]"))
    expect(reader, "language", reader.one("html").get_attribute("lang"), "en")
    expect(reader, "hits", titles(reader), before)
    expect(reader, "chosen order", reader.texts(".orders [aria-current]"), ["Oldest first"])
    # It stays when the address says nothing about it, and on every page.
    for path in ["/", "/?q=Ukraine", "/articles/kiew-botschaft-de?q=Kiew", "/articles/unknown"]:
        reader.open(path)
        expect(reader, "language", reader.one("html").get_attribute("lang"), "en")
    reader.complaints()  # Of the article that is not there.
    reader.follow(reader.one(".switch a[lang=de]"))
    reader.open("/")
    expect(reader, "language", reader.one("html").get_attribute("lang"), "de")
    reader.complaints()


# Few marks, and so many that their numbers fill two rows of the bar above the text.
@pytest.mark.parametrize(
    "path",
    ["/articles/kiew-botschaft-de?q=Luftangriff+Kiew", "/articles/faehre-lang-de?q=F%C3%A4hre+Reederei"],
    ids=["few", "many"],
)
def test_every_match_can_be_jumped_to(reader, path):
    reader.open(path)
    links = reader.all(".jumps a")
    expect(reader, "number of jumps", len(links), min(len(reader.all("article mark")), 20))
    for number, link in enumerate(links, 1):
        link.click()
        # Nothing may lie above the mark, such as the bar that stays at the top.
        state = reader.run(
            """const mark = document.getElementById("m" + arguments[0]), box = mark.getClientRects()[0];
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return [mark.contains(top), mark.matches(":target"), getComputedStyle(mark).outlineStyle]""",
            number,
        )
        expect(reader, f"mark {number} (seen, target, outline)", state, [True, True, "solid"])


def test_advice_leads_on(reader):
    reader.open("/?q=Regirung+AND+Moskau")
    expect(reader, "hits", titles(reader), [])
    reader.follow(reader.one(".nothing a"))
    expect(reader, "heading", reader.texts("h1")[0], "Treffer für „regierung AND Moskau“")
    reader.open("/?q=Kiew&date=1999")
    reader.follow(reader.one(".nothing a"))
    assert titles(reader), f"no hits at {reader.path} ({reader.setting})"


def test_help_and_examples_lead_to_results(reader):
    reader.open("/")
    reader.follow(reader.one(".examples a"))
    assert titles(reader), f"no hits at {reader.path} ({reader.setting})"
    reader.open("/")
    reader.one(".help summary").click()
    reader.follow(reader.one(".help td a"))
    assert titles(reader), f"no hits at {reader.path} ({reader.setting})"


def test_the_skip_links(reader):
    reader.open("/?q=Ukraine")
    reader.press(Keys.TAB)
    expect(reader, "first stop", reader.focused(), "a Zum Inhalt")
    box = reader.run("return document.activeElement.getBoundingClientRect().toJSON()")
    is_seen = box["left"] >= 0 and box["top"] >= 0 and box["width"] > 40 and box["height"] > 20
    assert is_seen, f"the skip link is not seen: {box} ({reader.setting})"
    reader.press(Keys.ENTER)
    assert reader.focused().startswith("main#content"), f"the skip link leads to {reader.focused()} ({reader.setting})"
    reader.press(Keys.TAB)
    expect(reader, "first stop in the content", reader.focused(), "a Zu den Treffern")
    reader.press(Keys.ENTER)
    assert reader.focused().startswith("ol#hits"), f"the skip link leads to {reader.focused()} ({reader.setting})"
    while not reader.focused().startswith(f"a {titles(reader)[0][:40]}"):
        reader.press(Keys.TAB)
        is_inside = reader.run("return document.getElementById('hits').contains(document.activeElement)")
        assert is_inside, f"behind the hits, Tab reaches {reader.focused()} ({reader.setting})"
