"""Every view at every width, in both languages and both color schemes."""

import dataclasses

import pytest

import checks
from browser import Setting
from views import VIEWS

WIDTHS = [1280, 390]
LANGUAGES = ["de", "en"]

every_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
every_width = pytest.mark.parametrize("width_px", WIDTHS)
every_language = pytest.mark.parametrize("language", LANGUAGES)
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@every_view
@every_language
@every_width
def test_is_sound(browser, axe, view, language, width_px):
    setting = Setting(width_px, language)
    browser.fresh(setting)
    browser.open(view.path)
    faults = checks.is_the_view(browser, view)
    faults += checks.other_language(browser)
    faults += checks.sideways_scroll(browser)
    checks.open_everything(browser)
    faults += [f"with everything opened: {fault}" for fault in checks.sideways_scroll(browser)]
    # Before axe, which runs scripts of its own.
    faults += checks.console(browser, view) + checks.foreign_requests(browser)
    faults += checks.axe_violations(browser, axe)
    browser.set(dataclasses.replace(setting, scheme="dark"))
    faults += checks.axe_violations(browser, axe)
    checks.conclude(view, browser, faults)


@every_view
@every_language
def test_fits_a_very_small_window(browser, view, language):
    browser.fresh(Setting(320, language))
    browser.open(view.path)
    faults = checks.sideways_scroll(browser)
    checks.open_everything(browser)
    faults += [f"with everything opened: {fault}" for fault in checks.sideways_scroll(browser)]
    checks.conclude(view, browser, faults)


@every_view
@every_language
@every_width
def test_reads_the_same_without_scripts(browser, view, language, width_px):
    texts = []
    for scripts in [True, False]:
        browser.fresh(Setting(width_px, language, scripts=scripts))
        browser.open(view.path)
        texts.append(checks.readable_text(browser))
    faults = checks.is_the_view(browser, view) + checks.console(browser, view) + checks.foreign_requests(browser)
    with_them, without = texts
    faults += [f"only with scripts: {line!r}" for line in with_them if line not in without]
    faults += [f"only without scripts: {line!r}" for line in without if line not in with_them]
    checks.conclude(view, browser, faults)


@every_view
@every_language
@every_width
def test_tab_reaches_everything(browser, view, language, width_px):
    browser.fresh(Setting(width_px, language))
    browser.open(view.path)
    faults = checks.tab_order(browser)
    browser.open(view.path)
    checks.open_everything(browser)
    faults += [f"with everything opened: {fault}" for fault in checks.tab_order(browser)]
    checks.conclude(view, browser, faults)


def test_pictures(browser, request):
    folder = request.config.getoption("--screenshots")
    if folder is None:
        pytest.skip("no --screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    settings = [Setting(w, l, s) for w in WIDTHS for l in LANGUAGES for s in ["light", "dark"]]
    for setting in settings:
        browser.fresh(setting)
        for view in VIEWS:
            browser.open(view.path)
            name = f"{view.name}-{setting.width_px}-{setting.language}-{setting.scheme}.png"
            (folder / name).write_bytes(browser.screenshot())
