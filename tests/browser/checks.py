"""What every view keeps to. Each check returns faults, one sentence each; none of them asserts."""

import csv
import functools
import pathlib
import re

import pytest
from selenium.webdriver.common.keys import Keys

MESSAGES = pathlib.Path(__file__).parents[2] / "src/server/page/messages.tsv"
OTHER = {"de": "en", "en": "de"}


def conclude(view, browser, faults):
    """Fails if there are faults, saying where to look, then what is wrong there."""
    if not faults:
        return
    where = f"view {view.name} ({view.path}), {browser.setting}, now at {browser.path}"
    pytest.fail("\n".join([where, *(f"  - {fault}" for fault in faults)]), pytrace=False)


def is_the_view(browser, view):
    """Status, language of the page, and what makes the view this one."""
    status = browser.run("return performance.getEntriesByType('navigation')[0].responseStatus")
    language = browser.run("return document.documentElement.lang")
    faults = []
    if status != view.status:
        faults.append(f"status {status}, not {view.status}")
    if language != browser.setting.language:
        faults.append(f'<html lang="{language}">, not "{browser.setting.language}"')
    if not browser.all(view.holds):
        faults.append(f"nothing on the page is {view.holds}")
    return faults


def open_everything(browser):
    browser.run("for (const details of document.querySelectorAll('details')) details.open = true")


def sideways_scroll(browser):
    """Elements that stick out of the window to the right, unless something scrolls or cuts them."""
    width = browser.setting.width_px
    wide, culprits = browser.run(
        """const width = arguments[0], root = document.scrollingElement;
        const cut = e => { for (let up = e.parentElement; up && up !== document.body; up = up.parentElement)
            if (getComputedStyle(up).overflowX !== "visible") return true; return false; };
        const out = [...document.body.querySelectorAll("*")].filter(e => e.checkVisibility()
            && e.getBoundingClientRect().right > width + 1 && !cut(e) && !e.closest(".hidden, .skip"));
        return [root.scrollWidth, out.slice(0, 3).map(e => e.outerHTML.slice(0, 120))]""",
        width,
    )
    if wide <= width and not culprits:
        return []
    return [f"the page is {wide} px wide in a window of {width} px; what sticks out: {culprits}"]


def axe_violations(browser, axe):
    """What axe-core finds on the page as it stands, one fault a rule and element."""
    if not browser.run("return 'axe' in window"):
        browser.run(axe)
    answer = browser.driver.execute_async_script(
        """const done = arguments[arguments.length - 1];
        // Without the preload axe would fetch style sheets; the page's policy forbids that, rightly.
        axe.run(document, { preload: false, resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
          .then(({ violations }) => done(violations.flatMap(({ id, help, nodes }) =>
            nodes.map(node => `axe ${id} (${help}): ${node.html.slice(0, 200)} ${node.failureSummary.replace(/\\s+/g, " ")}`))),
            error => done([`axe failed: ${error}`]))"""
    )
    return [f"{browser.setting.scheme}: {fault}" for fault in answer]


def console(browser, view):
    """What the console says; only the status of a page that shall be an error is expected."""
    expected = f"{browser.origin}{view.path} - Failed to load resource"
    said = [line for line in browser.complaints() if not (view.status >= 400 and expected in line)]
    return [f"the console says: {line}" for line in said]


def foreign_requests(browser):
    return [f"asks another server: {url}" for url in browser.requests() if not url.startswith(browser.origin + "/")]


def tab_order(browser):
    """Tab leads through everything that can be used, in the order of the document, and what has the focus shows it."""
    expected = browser.run(
        """const usable = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
        const name = e => `<${e.tagName.toLowerCase()}> ` + (e.getAttribute("aria-label") ?? (e.textContent.trim() || e.id))
            .replace(/\\s+/g, " ").slice(0, 50);
        const rings = e => {
          const own = getComputedStyle(e);
          if (own.outlineStyle !== "none" && parseFloat(own.outlineWidth) >= 2) return true;
          // A bar of the histogram shows the focus by its frame.
          const frame = e instanceof SVGElement && e.querySelector(".reach");
          return Boolean(frame) && getComputedStyle(frame).stroke !== "none";
        };
        window.stops = [];
        window.onStop ??= document.addEventListener("focusin", e => stops.push([name(e.target), rings(e.target)])) ?? true;
        return [...document.querySelectorAll(usable)].filter(e => e.checkVisibility({ visibilityProperty: true })).map(name)"""
    )
    browser.press(*[Keys.TAB] * len(expected))
    stops = browser.run("return stops")
    reached = [name for name, _ in stops]
    faults = [f"the focus cannot be seen on {name}" for name, is_seen in stops if not is_seen]
    if reached != expected:
        n = next((n for n, (a, b) in enumerate(zip(reached, expected)) if a != b), min(len(reached), len(expected)))
        faults.append(f"Tab no. {n + 1} should reach {expected[n : n + 3]}, but reaches {reached[n : n + 3]}")
    return faults


@functools.cache
def messages():
    with MESSAGES.open(encoding="utf-8") as file:
        rows = csv.reader((line for line in file if line[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE)
        return {key: {"de": german, "en": english} for key, german, english in rows}


@functools.cache
def pattern(language):
    """Matches any text of the page in a language that is another one in the other language."""
    texts = [
        texts[language]
        for key, texts in messages().items()
        if texts["de"] != texts["en"] and not key.endswith(".q") and not key.startswith("month.")
    ]
    # A text of placeholders and signs alone would match everything.
    told = [text for text in texts if len(re.sub(r"\{\w+\}|[^a-zäöüß]", "", text.lower())) >= 3]
    alternatives = [re.sub(r"\\\{\w+\\\}", ".+", re.escape(bare(text))) for text in told]
    months = [
        texts[language] for key, texts in messages().items() if key.startswith("month.") and texts["de"] != texts["en"]
    ]
    alternatives.append(rf".*\b(?:{'|'.join(months)}) \d{{4}}\b.*")
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))


def bare(text):
    return re.sub(r"^[^\w{]+|[^\w}]+$", "", text)


def other_language(browser):
    """Texts and labels in the language that the reader did not choose; articles and queries are left out."""
    texts = browser.run(
        """const own = e => e.closest("[lang]") === document.documentElement && !e.closest("script, code, kbd, mark");
        const found = [document.title];
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) if (own(walk.currentNode.parentElement)) found.push(walk.currentNode.data);
        for (const e of document.querySelectorAll("[aria-label], [placeholder], [title]"))
          if (own(e)) for (const name of ["aria-label", "placeholder", "title"]) found.push(e.getAttribute(name) ?? "");
        return found.map(text => text.trim()).filter(text => text)"""
    )
    own, other = browser.setting.language, OTHER[browser.setting.language]
    wrong = [t for t in texts if pattern(other).fullmatch(bare(t)) and not pattern(own).fullmatch(bare(t))]
    return [f"a text in the other language ({other}): {text!r}" for text in wrong]


def readable_text(browser):
    """What somebody reads on the page, without what exists for scripts alone and without times."""
    text = browser.run(
        """for (const e of document.querySelectorAll(".steps, #keys-choice")) e.hidden = true;
        return document.body.innerText"""
    )
    return [
        re.sub(r"\s+", " ", re.sub(r"[\d.,]+ ms", "… ms", line)).strip() for line in text.splitlines() if line.strip()
    ]
