import pathlib
import urllib.parse

import pytest

from browser import Browser


def pytest_addoption(parser):
    parser.addoption("--address", required=True, help="where the server listens: http://127.0.0.1:7700")
    parser.addoption("--axe", required=True, type=pathlib.Path, help="axe.min.js of axe-core")
    parser.addoption("--screenshots", type=pathlib.Path, help="a folder for pictures of every view")


@pytest.fixture(scope="session")
def browser(request):
    address = urllib.parse.urlsplit(request.config.getoption("--address"))
    one = Browser(f"{address.scheme}://{address.netloc}")
    yield one
    one.close()


@pytest.fixture(scope="session")
def axe(request):
    return request.config.getoption("--axe").read_text(encoding="utf-8")
