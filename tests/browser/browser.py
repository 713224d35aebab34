"""A Chromium under WebDriver that takes on any width, language, color scheme, with scripts or without."""

import base64
import contextlib
import dataclasses
import json
import shutil
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By

HEIGHTS = {1280: 900, 390: 844, 320: 568}
PHONE_PX = 600

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclasses.dataclass(frozen=True)
class Setting:
    """How somebody looks at a page."""

    width_px: int = 1280
    language: str = "en"
    scheme: str = "light"
    scripts: bool = True

    def __str__(self):
        return f"{self.width_px} px, {self.language}, {self.scheme}, {'with' if self.scripts else 'without'} scripts"


class Browser:
    """One Chromium; `set` changes how it looks at pages, `fresh` forgets what pages left behind."""

    def __init__(self, origin):
        self.origin = origin
        self.setting = None
        self.folder = tempfile.mkdtemp(prefix="tandem-chromium-")
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or "/usr/bin/chromium"
        for flag in [*FLAGS, f"--user-data-dir={self.folder}"]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        # A service with a path never asks Selenium Manager, which would download a driver.
        service = Service(shutil.which("chromedriver") or "/usr/bin/chromedriver")
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_page_load_timeout(20)
        self.agent = self.cdp("Browser.getVersion")["userAgent"].replace("Headless", "")

    def close(self):
        self.driver.quit()
        shutil.rmtree(self.folder, ignore_errors=True)

    def cdp(self, command, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def set(self, setting):
        """Takes on a setting; what is already so is left alone."""
        before, self.setting = self.setting, setting
        if before is None or before.width_px != setting.width_px:
            self.cdp(
                "Emulation.setDeviceMetricsOverride",
                width=setting.width_px,
                height=HEIGHTS[setting.width_px],
                deviceScaleFactor=1,
                mobile=setting.width_px < PHONE_PX,
            )
        if before is None or before.language != setting.language:
            self.cdp("Emulation.setUserAgentOverride", userAgent=self.agent, acceptLanguage=setting.language)
        if before is None or before.scheme != setting.scheme:
            # Without transitions, so that no color is read on its way to another.
            features = {"prefers-color-scheme": setting.scheme, "prefers-reduced-motion": "reduce"}
            self.cdp("Emulation.setEmulatedMedia", features=[{"name": n, "value": v} for n, v in features.items()])
        if before is None or before.scripts != setting.scripts:
            self.cdp("Emulation.setScriptExecutionDisabled", value=not setting.scripts)

    def fresh(self, setting):
        """Takes on a setting and forgets cookies, storage and logs."""
        self.set(setting)
        self.cdp("Network.clearBrowserCookies")
        self.cdp("Storage.clearDataForOrigin", origin=self.origin, storageTypes="local_storage")
        self.complaints()
        self.requests()

    def open(self, path):
        self.driver.get(self.origin + path)

    @property
    def path(self):
        """Path, query and fragment of the page that is shown."""
        return self.driver.current_url.removeprefix(self.origin)

    def run(self, script, *arguments):
        """Runs a script from outside the page; works where the page's own scripts do not."""
        return self.driver.execute_script(script, *arguments)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        found = self.all(selector)
        assert found, f"no element {selector} at {self.path} ({self.setting})"
        return found[0]

    def texts(self, selector):
        return self.run("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent.trim())", selector)

    def press(self, *keys):
        chain = ActionChains(self.driver, duration=0)
        for key in keys:
            chain.send_keys(key)
        chain.perform()

    @contextlib.contextmanager
    def to_another_page(self):
        """What is done inside leads to another page; ends when that is there."""
        self.run("window.isOld = true")
        yield
        end = time.monotonic() + 10
        while self.run("return window.isOld || document.readyState !== 'complete'"):
            assert time.monotonic() < end, f"after 10 s still at {self.path} ({self.setting})"
            time.sleep(0.01)

    def follow(self, link):
        """Clicks a link where it lies, as a mouse does, and waits for where it leads.

        WebDriver's own click takes what a closed <details> shows by style for hidden.
        """
        x, y, top = self.run(
            """const e = arguments[0];
            e.scrollIntoView({ block: "center", behavior: "instant" });
            const box = e.getClientRects()[0] ?? new DOMRect();
            const x = Math.round(box.x + box.width / 2), y = Math.round(box.y + box.height / 2);
            const top = document.elementFromPoint(x, y);
            return [x, y, e.contains(top) ? null : top?.outerHTML.slice(0, 120) ?? "nothing"]""",
            link,
        )
        assert top is None, (
            f"cannot click {link.get_attribute('outerHTML')[:120]} at {self.path} ({self.setting}): at its place is {top}"
        )
        with self.to_another_page():
            mouse = ActionBuilder(self.driver, duration=0)
            mouse.pointer_action.move_to_location(x, y).click()
            mouse.perform()

    def press_with(self, modifier, key):
        ActionChains(self.driver, duration=0).key_down(modifier).send_keys(key).key_up(modifier).perform()

    def focused(self):
        """A short name of the element that has the focus."""
        return self.run(
            """const e = document.activeElement;
            return e === document.body ? "body" : `${e.tagName.toLowerCase()}${e.id ? "#" + e.id : ""}`
              + ` ${(e.getAttribute("aria-label") ?? e.textContent).trim().replace(/\\s+/g, " ").slice(0, 60)}`"""
        )

    def complaints(self):
        """What the console said since it was last asked, violations of the content security policy included."""
        return [f"{entry['level']} {entry['source']}: {entry['message']}" for entry in self.driver.get_log("browser")]

    def requests(self):
        """The addresses asked for since this was last asked."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [
            message["params"]["request"]["url"]
            if message["method"] == "Network.requestWillBeSent"
            else message["params"]["url"]
            for message in messages
            if message["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated")
        ]
        return [url for url in urls if not url.startswith("data:")]

    def screenshot(self):
        """The whole page as PNG."""
        height = self.run("return Math.ceil(document.documentElement.getBoundingClientRect().height)")
        clip = {
            "x": 0,
            "y": 0,
            "width": self.setting.width_px,
            "height": max(height, HEIGHTS[self.setting.width_px]),
            "scale": 1,
        }
        return base64.b64decode(self.cdp("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)["data"])
