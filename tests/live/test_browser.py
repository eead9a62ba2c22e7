"""The pages in a real browser: with script, without it, by keyboard, in both directions."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from amparo.language.languages import Language
from amparo.replies.render import label, render
from tests.live.person import Person
from tests.live.product import Product

_LANGUAGES = list(Language)
_BOTH_DIRECTIONS = [Language.EN, Language.AR]


def _begin(page: Page, product: Product, language: Language) -> None:
    page.goto(product.url)
    page.get_by_role("link", name=label("page.name", language), exact=True).click()
    page.get_by_role("button", name=label("consent.agree", language)).click()
    expect(_said(page).last).to_contain_text(label("interview.ask.device", language))


def _said(page: Page) -> Locator:
    return page.locator("#log .from_assistant .text")


def _check(page: Page) -> None:
    # axe itself needs to evaluate code, which the page's policy forbids to everybody else.
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.fixture
def page(browser: Browser) -> Page:
    # bypass_csp: only so that axe can be put into the page.
    context = browser.new_context(viewport={"width": 412, "height": 915}, bypass_csp=True)
    return context.new_page()


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_person_picks_a_language_consents_and_answers(
    phone: BrowserContext, product: Product, language: Language
) -> None:
    page = phone.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    _begin(page, product, language)
    page.get_by_role("button", name=label("interview.option.device.own", language)).click()
    expect(_said(page).last).to_contain_text(label("interview.ask.detained", language))
    page.get_by_role("button", name=label("interview.option.detained.no", language)).click()
    expect(_said(page).last).to_contain_text(label("interview.ask.travel", language))
    assert page.locator("html").get_attribute("dir") == language.direction
    assert problems == []


@pytest.mark.parametrize("language", _LANGUAGES)
def test_everything_works_without_script(browser: Browser, product: Product, language: Language) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    _begin(page, product, language)
    page.get_by_role("button", name=label("interview.option.device.shared", language)).click()
    expect(_said(page).last).to_contain_text(label("interview.ask.detained", language))
    page.locator("#text").fill("x")
    page.get_by_role("button", name=label("page.send", language), exact=True).click()
    expect(_said(page).last).to_contain_text(label("interview.ask.detained", language))
    context.close()


@pytest.mark.parametrize("language", _BOTH_DIRECTIONS)
def test_each_page_of_a_person_passes_axe(page: Page, product: Product, language: Language) -> None:
    page.goto(product.url)
    _check(page)
    page.get_by_role("link", name=label("page.name", language), exact=True).click()
    _check(page)
    page.get_by_role("button", name=label("consent.agree", language)).click()
    expect(_said(page).last).to_contain_text(label("interview.ask.device", language))
    _check(page)
    page.get_by_role("button", name=label("interview.option.device.own", language)).click()
    expect(_said(page).last).to_contain_text(label("interview.ask.detained", language))
    page.locator("nav summary").click()
    _check(page)
    page.goto(f"{product.url}/chat/erase")
    _check(page)
    page.goto(f"{product.url}/nowhere/at/all")
    _check(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_conversation_passes_axe_in_light_and_dark(browser: Browser, product: Product, scheme: str) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    _begin(page, product, Language.EN)
    _check(page)
    context.close()


@pytest.mark.parametrize("language", _BOTH_DIRECTIONS)
def test_each_page_of_staff_passes_axe(browser: Browser, product: Product, language: Language) -> None:
    product.services.staff.add("worker", "a long enough word")
    person = Person(product, language)
    person.command("detained")
    context = browser.new_context(bypass_csp=True, locale=language.value)
    page = context.new_page()
    page.goto(product.console_url)
    _check(page)
    page.locator("#name").fill("worker")
    page.locator("#password").fill("a long enough word")
    page.locator("main button").click()
    expect(page.locator("table")).to_be_visible()
    assert page.locator("html").get_attribute("dir") == language.direction
    _check(page)
    page.locator("tr.urgent a").last.click()
    expect(page.locator("#log")).to_be_visible()
    _check(page)
    context.close()


def test_staff_take_a_case_and_the_person_reads_the_answer_on_the_open_page(
    browser: Browser, phone: BrowserContext, product: Product
) -> None:
    product.services.staff.add("helper", "a long enough word")
    page = phone.new_page()
    _begin(page, product, Language.EN)
    page.get_by_role("button", name=label("page.talk_to_person", Language.EN)).first.click()
    expect(page.locator("#log")).to_contain_text(label("handoff.opened", Language.EN))
    staff = browser.new_context()
    console = staff.new_page()
    console.goto(product.console_url)
    console.locator("#name").fill("helper")
    console.locator("#password").fill("a long enough word")
    console.locator("main button").click()
    case_id = product.services.handoff.queue()[-1].id
    console.goto(f"{product.console_url}/cases/{case_id}")
    console.get_by_role("button", name=label("console.take", Language.EN)).click()
    console.locator("#text").fill("Good morning, I am here now.")
    console.get_by_role("button", name=label("console.send", Language.EN), exact=True).click()
    expect(page.locator("#log .from_staff")).to_contain_text("Good morning, I am here now.")
    page.locator("#text").fill("Thank you, I am at home")
    page.keyboard.press("Enter")
    expect(page.locator("#log .from_you").last).to_contain_text("Thank you, I am at home")
    console.reload()
    expect(console.locator("#log")).to_contain_text("Thank you, I am at home")
    staff.close()


def test_shift_three_times_leaves_the_page_and_ends_the_conversation(phone: BrowserContext, product: Product) -> None:
    page = phone.new_page()
    phone.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="<p>articles</p>"))
    _begin(page, product, Language.EN)
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.locator("body")).to_contain_text("articles")
    assert phone.cookies(product.url) == []
    page.go_back()
    assert label("interview.ask.device", Language.EN) not in page.content()


def test_the_exit_is_early_in_the_tab_order_and_stays_on_scroll(phone: BrowserContext, product: Product) -> None:
    page = phone.new_page()
    _begin(page, product, Language.EN)
    page.goto(f"{product.url}/chat")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("id") == "leave"
    page.mouse.wheel(0, 4000)
    expect(page.locator("#leave")).to_be_in_viewport()


def test_a_whole_answer_can_be_given_by_keyboard_alone(phone: BrowserContext, product: Product) -> None:
    page = phone.new_page()
    _begin(page, product, Language.FR)
    page.get_by_role("button", name=label("interview.option.device.own", Language.FR)).focus()
    page.keyboard.press("Enter")
    expect(_said(page).last).to_contain_text(label("interview.ask.detained", Language.FR))
    page.locator("#text").focus()
    page.keyboard.type("non personne")
    page.keyboard.press("Enter")
    expect(_said(page).last).to_contain_text(label("interview.ask.travel", Language.FR))


def test_every_target_is_at_least_44_pixels_high(phone: BrowserContext, product: Product) -> None:
    page = phone.new_page()
    _begin(page, product, Language.AR)
    for target in page.locator("button:visible, a.button:visible, a.leave:visible, summary:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44


def test_no_page_asks_anybody_else_for_anything(phone: BrowserContext, product: Product) -> None:
    page = phone.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(_host(request)))
    _begin(page, product, Language.RU)
    page.goto(f"{product.url}/chat/erase")
    assert set(asked) == {urlsplit(product.url).netloc}


def test_nothing_is_stored_in_the_browser_but_one_cookie(phone: BrowserContext, product: Product) -> None:
    page = phone.new_page()
    _begin(page, product, Language.EN)
    page.get_by_role("button", name=label("interview.option.device.own", Language.EN)).click()
    expect(_said(page).last).to_contain_text(label("interview.ask.detained", Language.EN))
    state = phone.storage_state()
    assert [cookie["name"] for cookie in state["cookies"]] == ["amparo"]
    assert state["cookies"][0]["httpOnly"]
    assert state["cookies"][0]["sameSite"] == "Strict"
    assert state["cookies"][0]["expires"] == -1
    assert state["origins"] == []


def test_a_message_that_was_not_sent_stays_in_the_box(phone: BrowserContext, product: Product) -> None:
    page = phone.new_page()
    _begin(page, product, Language.EN)
    phone.set_offline(True)
    page.locator("#text").fill("please keep this")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_have_text(label("page.not_sent", Language.EN))
    assert page.locator("#text").input_value() == "please keep this"
    phone.set_offline(False)


def test_erasing_asks_first_and_then_nothing_is_left(phone: BrowserContext, product: Product) -> None:
    page = phone.new_page()
    _begin(page, product, Language.EN)
    page.goto(f"{product.url}/chat/erase")
    page.get_by_role("button", name=label("page.erase_yes", Language.EN)).click()
    expect(page.locator("h1")).to_have_text(label("page.erased_title", Language.EN))
    page.goto(f"{product.url}/chat")
    expect(page.locator(".notice")).to_have_text(label("error.session_ended", Language.EN))


def test_a_long_text_in_the_page_still_fits_a_narrow_screen(browser: Browser, product: Product) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    _begin(page, product, Language.AR)
    wide = page.locator("html").evaluate("e => e.scrollWidth")
    assert wide <= 320
    context.close()


def test_the_consent_says_how_long_everything_is_kept(phone: BrowserContext, product: Product) -> None:
    page = phone.new_page()
    page.goto(f"{product.url}/fr")
    expect(page.locator(".consent")).to_contain_text(render("consent.kept", Language.FR, {"days": 30}))


def _host(request: Request) -> str:
    return urlsplit(request.url).netloc


def test_the_page_follows_the_language_of_the_person_and_leads_back(page: Page, product: Product) -> None:
    _begin(page, product, Language.EN)

    page.locator("#text").fill("Est-ce que mon pays va apprendre que j'ai écrit à cette commission ?")
    page.get_by_role("button", name=label("page.send", Language.EN)).click()

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    notice = page.locator(".bubble", has_text=label("dialog.language_noticed", Language.FR))
    expect(_said(page).last).to_contain_text(label("interview.ask.device", Language.FR))
    notice.get_by_role("button", name=label("page.name", Language.EN), exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(_said(page).last).to_contain_text(label("interview.ask.device", Language.EN))
