"""The card of first steps in a real browser: on one screen, on one sheet, and kept only when asked for."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from amparo.gateway.card import STEPS
from amparo.language.languages import Language
from amparo.replies.catalogue import lookup
from amparo.replies.render import label
from tests.live.product import Product

_LANGUAGES = list(Language)
_BOTH_DIRECTIONS = [Language.EN, Language.AR]
_SMALL = {"width": 360, "height": 640}
_EXIT = "https://www.wikipedia.org/**"
_KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return caches_.flat().map((request) => new URL(request.url).pathname).sort();
}"""
_WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).map((one) => new URL(one.scope).pathname)"
_STORED = "() => localStorage.length + sessionStorage.length"


def _open(context: BrowserContext, product: Product, language: Language = Language.EN) -> Page:
    page = context.new_page()
    page.goto(f"{product.url}/{language.value}/card")
    return page


def _keep(page: Page, language: Language = Language.EN) -> None:
    page.get_by_role("button", name=label("card.keep", language)).click()
    expect(page.locator("#kept")).to_have_text(label("card.kept", language))


def _kept(context: BrowserContext, product: Product) -> list[str]:
    """Return all that the browser holds of us, asked from a page that touches none of it."""
    page = context.new_page()
    page.goto(f"{product.url}/en")
    held: list[str] = page.evaluate(_KEPT) + page.evaluate(_WORKERS)
    page.close()
    return held


def _opens_without_network(context: BrowserContext, product: Product, language: Language = Language.EN) -> bool:
    context.set_offline(True)
    page = context.new_page()
    try:
        page.goto(f"{product.url}/{language.value}/card")
    except Error:
        return False
    finally:
        context.set_offline(False)
    expect(page.locator(".card li")).to_have_text([lookup(step, language, {}) for step in STEPS])
    return True


@pytest.mark.parametrize("language", _LANGUAGES)
def test_title_and_all_steps_fit_a_small_screen(browser: Browser, product: Product, language: Language) -> None:
    context = browser.new_context(viewport=_SMALL)  # type: ignore[arg-type]
    page = _open(context, product, language)
    header = page.locator("header").bounding_box()
    title = page.locator("h1").bounding_box()
    last = page.locator(".card li").last.bounding_box()
    assert header
    assert title
    assert last
    assert title["y"] >= header["y"] + header["height"]
    assert last["y"] + last["height"] <= _SMALL["height"]
    assert page.locator("html").evaluate("e => e.scrollWidth") <= _SMALL["width"]
    context.close()


@pytest.mark.parametrize("language", _LANGUAGES)
def test_it_prints_on_one_small_sheet(phone: BrowserContext, product: Product, language: Language) -> None:
    page = _open(phone, product, language)
    sheets = page.pdf(format="A6")
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1


def test_only_title_steps_and_sources_are_printed(phone: BrowserContext, product: Product) -> None:
    page = _open(phone, product)
    page.emulate_media(media="print", color_scheme="dark")
    for selector in ["header", "footer", ".tools", ".tongues", ".skip"]:
        for part in page.locator(selector).all():
            expect(part).to_be_hidden()
    for selector in ["h1", ".card li", ".source"]:
        expect(page.locator(selector).first).to_be_visible()
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")


@pytest.mark.parametrize("language", _BOTH_DIRECTIONS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_passes_axe(browser: Browser, product: Product, language: Language, scheme: str) -> None:
    # bypass_csp: only so that axe can be put into the page.
    context = browser.new_context(viewport=_SMALL, bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]
    page = _open(context, product, language)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    _keep(page, language)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    context.close()


def test_every_target_of_it_is_at_least_44_pixels(phone: BrowserContext, product: Product) -> None:
    page = _open(phone, product, Language.ZH)
    expect(page.locator("#keep")).to_be_visible()
    for target in page.locator("button:visible, a:visible:not(.skip)").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 44


def test_without_script_it_offers_only_what_works(browser: Browser, product: Product) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = _open(context, product)
    expect(page.locator(".card li")).to_have_count(len(STEPS))
    for selector in ["#keep", "#remove", "#print", "#kept"]:
        expect(page.locator(selector)).to_be_hidden()
    context.close()


def test_a_card_that_was_only_read_is_not_kept(phone: BrowserContext, product: Product) -> None:
    _open(phone, product)
    assert _kept(phone, product) == []
    assert not _opens_without_network(phone, product)


@pytest.mark.parametrize("language", _BOTH_DIRECTIONS)
def test_a_kept_card_opens_without_network(phone: BrowserContext, product: Product, language: Language) -> None:
    page = _open(phone, product, language)
    expect(page.locator("#kept")).to_have_text(label("card.keep_note", language))
    _keep(page, language)
    assert _opens_without_network(phone, product, language)


def test_a_kept_card_says_so_and_can_be_removed_without_network(phone: BrowserContext, product: Product) -> None:
    page = _open(phone, product)
    _keep(page)
    phone.set_offline(True)
    page.reload()
    expect(page.locator("#kept")).to_have_text(label("card.kept", Language.EN))
    page.get_by_role("button", name=label("card.remove", Language.EN)).click()
    expect(page.locator("#kept")).to_have_text(label("card.removed", Language.EN))
    phone.set_offline(False)
    assert _kept(phone, product) == []


def test_nothing_is_kept_but_the_card(phone: BrowserContext, product: Product) -> None:
    page = _open(phone, product)
    _keep(page)
    page.reload()
    page.get_by_role("link", name=label("page.name", Language.FR), exact=True).click()
    page.goto(f"{product.url}/en")
    page.get_by_role("button", name=label("consent.agree", Language.EN)).click()
    expect(page.locator("#log .from_assistant").last).to_be_visible()
    static = ["/static/card.css", "/static/card.js", "/static/chat.css", "/static/chat.js"]
    assert _kept(phone, product) == ["/en/card", *static, "/en/card"]
    assert page.evaluate(_STORED) == 0


def test_removing_takes_everything_away_and_it_can_be_kept_again(phone: BrowserContext, product: Product) -> None:
    page = _open(phone, product)
    _keep(page)
    page.get_by_role("button", name=label("card.remove", Language.EN)).click()
    expect(page.locator("#kept")).to_have_text(label("card.removed", Language.EN))
    page.reload()
    assert _kept(phone, product) == []
    assert not _opens_without_network(phone, product)
    _keep(page)
    assert _opens_without_network(phone, product)


def test_removing_one_language_leaves_the_other(phone: BrowserContext, product: Product) -> None:
    _keep(_open(phone, product, Language.AR), Language.AR)
    page = _open(phone, product)
    _keep(page)
    page.get_by_role("button", name=label("card.remove", Language.EN)).click()
    expect(page.locator("#kept")).to_have_text(label("card.removed", Language.EN))
    assert not _opens_without_network(phone, product)
    assert _opens_without_network(phone, product, Language.AR)


def test_the_answer_of_leaving_removes_every_kept_card(phone: BrowserContext, product: Product) -> None:
    phone.route(_EXIT, lambda route: route.fulfill(body="<p>articles</p>"))
    _keep(_open(phone, product, Language.AR), Language.AR)
    page = _open(phone, product)
    _keep(page)
    # Past the script that leaves, which would remove them by itself.
    page.evaluate("location.assign('/leave')")
    expect(page.locator("body")).to_contain_text("articles")
    assert _kept(phone, product) == []
    assert not _opens_without_network(phone, product)


def test_leaving_without_network_removes_it_too(phone: BrowserContext, product: Product) -> None:
    page = _open(phone, product)
    _keep(page)
    phone.set_offline(True)
    page.reload()
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/leave")):
        for _ in range(3):
            page.keyboard.press("Shift")
    phone.set_offline(False)
    assert _kept(phone, product) == []


def test_erasing_removes_it(phone: BrowserContext, product: Product) -> None:
    _keep(_open(phone, product))
    page = phone.new_page()
    page.goto(f"{product.url}/en")
    page.get_by_role("button", name=label("consent.agree", Language.EN)).click()
    page.goto(f"{product.url}/chat/erase")
    page.get_by_role("button", name=label("page.erase_yes", Language.EN)).click()
    expect(page.locator("h1")).to_have_text(label("page.erased_title", Language.EN))
    assert _kept(phone, product) == []
    assert not _opens_without_network(phone, product)
