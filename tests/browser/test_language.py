"""Which language a page is in, and that what is quoted from an article says its own."""

import pytest

from browser import Setting

# What the browser prefers, the language of the page.
PREFERENCES = [
    ("de", "de"),
    ("de-AT,de;q=0.9,en;q=0.8", "de"),
    ("en-GB,en;q=0.9", "en"),
    ("fr,de;q=0.5", "de"),
    ("fr", "en"),
    ("en;q=0.5,de", "de"),
]


@pytest.mark.parametrize(("accepted", "language"), PREFERENCES)
def test_the_browser_decides_at_first(browser, accepted, language):
    browser.fresh(Setting(language=accepted))
    for path in ["/", "/?q=Kiew", "/articles/kiew-botschaft-de"]:
        browser.open(path)
        seen = browser.one("html").get_attribute("lang")
        assert seen == language, f"{path}: a browser that prefers {accepted} gets {seen}, not {language}"


@pytest.mark.parametrize("language", ["de", "en"])
def test_hits_say_their_language(browser, language):
    browser.fresh(Setting(language=language))
    browser.open("/?q=Kiew+OR+Kyiv")
    hits = browser.run(
        """return [...document.querySelectorAll(".hit")].map(hit => [hit.querySelector("h2").lang,
            hit.querySelector(".badge [aria-hidden]").textContent, ...[...hit.querySelectorAll(".passage")].map(p => p.lang)])"""
    )
    assert {hit[0] for hit in hits} == {"de", "en"}, f"titles of one language alone: {hits}"
    for lang, badge, *passages in hits:
        assert lang.upper() in badge, f"a title in {lang} beside the badge {badge}"
        assert passages and all(passage in ("de", "en", "und") for passage in passages), f"passages in {passages}"


# An article and the languages of its title and paragraphs.
ARTICLES = [
    ("kiew-botschaft-de", "de", {"de"}),
    ("kyiv-embassy-en", "en", {"en"}),
    ("barnier-misstrauen-mixed-de", "de", {"de", "und"}),
]


@pytest.mark.parametrize(("id", "title", "paragraphs"), ARTICLES, ids=[row[0] for row in ARTICLES])
def test_articles_say_their_language(browser, id, title, paragraphs):
    browser.fresh(Setting(language="de" if title == "en" else "en"))
    browser.open(f"/articles/{id}")
    seen = browser.run(
        "return [document.querySelector('h1').lang, ...[...document.querySelectorAll('.text p')].map(p => p.lang)]"
    )
    assert seen[0] == title and paragraphs <= set(seen[1:]), f"{id}: title and paragraphs in {seen}"
