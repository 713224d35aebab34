"""The keys of the page: what each does, and that none of them gets in the way of somebody who types."""

import pytest
from selenium.webdriver.common.keys import Keys

from browser import Setting

RESULTS = "/?q=Ukraine"
ARTICLE = "/articles/kiew-botschaft-de?q=Luftangriff+Kiew"


@pytest.fixture(params=[1280, 390])
def page(browser, request):
    browser.fresh(Setting(request.param, "en"))
    yield browser
    said = browser.complaints()
    assert not said, f"{browser.setting}: the console says {said}"


def place(page):
    """Where the focus is, in the page's own words."""
    return page.run(
        """const e = document.activeElement, hits = [...document.querySelectorAll(".hit-link")];
        if (hits.includes(e)) return "hit " + (hits.indexOf(e) + 1);
        if (e.id === "q") return "box";
        if (e.matches("mark")) return e.id;
        if (e.closest("#keys")) return "keys";
        return e === document.body ? "nowhere" : e.outerHTML.slice(0, 80)"""
    )


# Where, which keys one after the other, where the focus is after each.
WALKS = [
    (RESULTS, ["/"], ["box"]),
    (RESULTS, ["j", "j", "k", "k"], ["hit 1", "hit 2", "hit 1", "hit 1"]),
    (RESULTS, ["k"], ["nowhere"]),
    (RESULTS, ["j", Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP], ["hit 1", "hit 2", "hit 3", "hit 2"]),
    (RESULTS, ["/", Keys.ARROW_DOWN, Keys.ARROW_DOWN], ["box", "hit 1", "hit 2"]),
    (RESULTS, ["j", "j", Keys.ESCAPE, Keys.ESCAPE], ["hit 1", "hit 2", "box", "nowhere"]),
    (RESULTS, ["j", "/", "j"], ["hit 1", "box", "box"]),
    (RESULTS, ["n", "p"], ["nowhere", "nowhere"]),
    (RESULTS, ["j"] * 12, [f"hit {min(n, 10)}" for n in range(1, 13)]),
    (RESULTS, ["?"], ["keys"]),
    (ARTICLE, ["n", "n", "p"], ["m1", "m2", "m1"]),
    (ARTICLE, ["p", "p", "n", "n"], ["m5", "m4", "m5", "m1"]),
    (ARTICLE + "#m3", ["n"], ["m4"]),
    (ARTICLE, ["j", "k"], ["nowhere", "nowhere"]),
    (ARTICLE, ["/", "n"], ["box", "box"]),
    ("/", ["/"], ["box"]),
    ("/", ["?"], ["keys"]),
    # Arrows scroll where no hit has the focus.
    (RESULTS, [Keys.ARROW_DOWN, Keys.ARROW_UP], ["nowhere", "nowhere"]),
]


@pytest.mark.parametrize(("path", "keys", "places"), WALKS, ids=range(len(WALKS)))
def test_keys_lead(page, path, keys, places):
    page.driver.get("about:blank")
    page.open(path)
    seen = []
    for key in keys:
        page.press(key)
        seen.append(place(page))
    assert seen == places, f"{path} ({page.setting}): {[ascii(key) for key in keys]} lead to {seen}, not {places}"
    if seen[-1] != "nowhere":
        style, width_px = page.run(
            "const s = getComputedStyle(document.activeElement); return [s.outlineStyle, parseFloat(s.outlineWidth)]"
        )
        assert style != "none" and width_px >= 2, f"{path} ({page.setting}): the focus on {seen[-1]} cannot be seen"


def test_what_has_the_focus_is_in_the_window(page):
    for path, key, n in [(RESULTS, "j", 8), (ARTICLE, "n", 5)]:
        page.open(path)
        for _ in range(n):
            page.press(key)
            is_seen = page.run(
                """const box = document.activeElement.getClientRects()[0];
                const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return document.activeElement.contains(top)"""
            )
            assert is_seen, f"{path} ({page.setting}): {place(page)} is outside the window or covered"


def test_slash_selects_what_is_in_the_box_and_types_nothing(page):
    page.open(RESULTS)
    page.press("/")
    box = page.run("const q = document.getElementById('q'); return [q.value, q.selectionStart, q.selectionEnd]")
    assert box == ["Ukraine", 0, 7], f"{page.setting}: the box after / (text, selected from, to): {box}"


def test_escape_leaves_the_box_as_it_is(page):
    page.open(RESULTS)
    page.press("/", Keys.END, "x", Keys.ESCAPE)
    seen = [page.one("#q").get_property("value"), place(page)]
    assert seen == ["Ukrainex", "nowhere"], f"{page.setting}: after Esc in the box: {seen}"


def test_enter_opens_the_hit(page):
    page.open(RESULTS)
    title = page.texts(".hit-link")[1]
    page.press("j", "j")
    with page.to_another_page():
        page.press(Keys.ENTER)
    assert page.texts("article h1") == [title], f"{page.setting}: Enter on hit 2 leads to {page.path}"


@pytest.mark.parametrize("path", ["/", RESULTS, ARTICLE])
def test_keys_are_letters_in_the_box(page, path):
    page.open(path)
    box = page.one("#q")
    box.clear()
    box.send_keys("/jknp?")
    seen = [page.one("#q").get_property("value"), place(page), page.one("#keys").get_property("open"), page.path]
    assert seen == ["/jknp?", "box", False, path], f"{path} ({page.setting}): after /jknp? in the box: {seen}"


@pytest.mark.parametrize("modifier", [Keys.CONTROL, Keys.ALT, Keys.META], ids=["ctrl", "alt", "meta"])
def test_keys_do_nothing_with_a_modifier(page, modifier):
    for path, keys in [(RESULTS, ["j", "/", "?"]), (ARTICLE, ["n", "p"])]:
        page.driver.get("about:blank")
        page.open(path)
        for key in keys:
            page.press_with(modifier, key)
            seen = [place(page), page.one("#keys").get_property("open")]
            assert seen == ["nowhere", False], f"{path} ({page.setting}): with a modifier, {key} leads to {seen}"


def test_question_mark_opens_and_closes_the_list(page):
    page.open(RESULTS)
    states = []
    for _ in range(2):
        page.press("?")
        states.append(page.one("#keys").get_property("open"))
    assert states == [True, False], f"{page.setting}: the list of keys after ? twice is open: {states}"


def test_keys_can_be_switched_off_for_good(page):
    page.open(RESULTS)
    page.press("?")
    page.one("#keys-off").click()
    page.open(RESULTS)
    page.press("j", "/", "?")
    assert place(page) == "nowhere", f"{page.setting}: keys that are off lead to {place(page)}"
    page.one("#keys summary").click()
    page.one("#keys-off").click()
    page.open(RESULTS)
    page.press("j")
    assert place(page) == "hit 1", f"{page.setting}: keys that are on again lead to {place(page)}"


def test_buttons_step_through_the_marks(page):
    page.open(ARTICLE)
    buttons = [button for button in page.all(".steps button") if button.is_displayed()]
    if page.setting.width_px == 390:
        # A phone has the numbers, not the buttons.
        assert not buttons and len(page.all(".jumps a")) == 5, f"{page.setting}: buttons and numbers both, or neither"
        return
    seen = []
    for button in [buttons[1], buttons[1], buttons[0]]:
        button.click()
        seen.append(place(page))
    assert seen == ["m1", "m2", "m1"], f"{page.setting}: next, next, previous lead to {seen}"
