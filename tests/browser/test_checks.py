"""The checks find what they are for: each is tried on a page that is broken on purpose."""

import pytest

import checks
from browser import Setting
from views import BY_NAME, View

# What breaks the page of results, the check, what its fault says.
BREAKS = [
    ("document.documentElement.lang = 'de'", "is_the_view", '<html lang="de">'),
    ("document.querySelectorAll('.hit').forEach(e => e.remove())", "is_the_view", "nothing on the page is"),
    ("document.querySelector('.status span').textContent = '17 Treffer'", "other_language", "'17 Treffer'"),
    (
        "document.getElementById('q').placeholder = 'Wörter, \"Wortfolge\", titel:, datum: …'",
        "other_language",
        "Wortfolge",
    ),
    ("document.querySelector('.orders a').ariaLabel = 'Filter entfernen: x'", "other_language", "Filter entfernen"),
    ("document.querySelector('time').textContent = '9. Juli 2024'", "other_language", "Juli 2024"),
    ("document.querySelector('.hit h2').style.width = '1300px'", "sideways_scroll", "wide in a window"),
    ("document.querySelector('.brand img').removeAttribute('alt')", "axe_violations", "axe image-alt"),
    (
        """document.querySelector('label[for=q]').remove();
        document.getElementById('q').removeAttribute('placeholder')""",
        "axe_violations",
        "axe label",
    ),
    ("document.querySelector('.hit .facts').style.color = '#999'", "axe_violations", "axe color-contrast"),
    (
        """document.querySelector('.narrow details').open = true;
        for (const a of document.querySelectorAll('.choices a')) a.style.cssText = 'min-height: 0; height: 12px; padding: 0'""",
        "axe_violations",
        "axe target-size",
    ),
    ("console.error('a fault')", "console", "a fault"),
    ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')", "console", "Content Security Policy"),
    ("new Image().src = 'https://example.org/pixel.png'", "console", "Content Security Policy"),
    ("document.querySelector('.hit-link').tabIndex = -1", "tab_order", "should reach"),
    ("document.querySelector('.hit-link').tabIndex = 5", "tab_order", "should reach"),
    ("for (const a of document.querySelectorAll('.hit-link')) a.style.outline = 'none'", "tab_order", "cannot be seen"),
]


@pytest.mark.parametrize(("breaks", "check", "said"), BREAKS, ids=[f"{row[1]}-{n}" for n, row in enumerate(BREAKS)])
def test_a_broken_page_is_found(browser, axe, breaks, check, said):
    view = BY_NAME["results"]
    arguments = {"is_the_view": [view], "console": [view], "axe_violations": [axe]}.get(check, [])
    browser.fresh(Setting())
    browser.open(view.path)
    browser.run(breaks)
    faults = getattr(checks, check)(browser, *arguments)
    assert any(said in fault for fault in faults), f"{check} does not find {breaks!r}: {faults}"


def test_a_request_to_another_server_is_found(browser):
    browser.fresh(Setting())
    # The page's policy would stop it before it becomes a request.
    browser.cdp("Page.setBypassCSP", enabled=True)
    browser.open("/")
    browser.run(
        """return new Promise(done => {
          const image = new Image();
          image.onerror = () => done();
          image.src = "http://localhost:9/pixel.png";
        })"""
    )
    browser.cdp("Page.setBypassCSP", enabled=False)
    assert checks.foreign_requests(browser) == ["asks another server: http://localhost:9/pixel.png"]


def test_an_error_is_no_results(browser):
    browser.fresh(Setting())
    browser.open("/articles/unknown")
    view = View("article", "/articles/unknown", "main")
    assert checks.is_the_view(browser, view) == ["status 404, not 200"]
    assert "404" in checks.console(browser, view)[0]


def test_what_only_scripts_show_is_found(browser):
    texts = []
    for extra in ["", "document.querySelector('main').append('More')"]:
        browser.fresh(Setting())
        browser.open("/")
        browser.run(extra)
        texts.append(checks.readable_text(browser))
    assert set(texts[1]) - set(texts[0]), "a text that was added is not read"
