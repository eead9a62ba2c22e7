"""What every answer carries and every request must pass: headers, origin, hosts."""

from __future__ import annotations

import re

import pytest

from amparo.web.static import FOLDER
from tests.fakes import FakeAssistant
from tests.gateway.browser import Page, TestClient
from tests.gateway.conftest import EXIT, HOME, OpenGateway
from tests.gateway.installation import Installation

LINKS = ("href", "src", "action", "formaction", "poster", "srcset", "data", "content")
SOMEWHERE_ELSE = re.compile(r"^\s*([a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
# Each row: method, path, the form, and the status, in a browser with a conversation.
ANSWERS = [
    ("GET", "/en", {}, 200),
    ("GET", "/ar", {}, 200),
    ("GET", "/chat", {}, 200),
    ("GET", "/chat/erase", {}, 200),
    ("GET", "/health", {}, 200),
    ("GET", "/static/chat.css", {}, 200),
    ("GET", "/static/chat.js", {}, 200),
    ("GET", "/", {}, 303),
    ("GET", "/leave", {}, 303),
    ("POST", "/en/start", {}, 303),
    ("POST", "/chat", {"text": "hello"}, 303),
    ("POST", "/chat/language", {"language": "fr"}, 303),
    ("POST", "/chat/erase", {}, 200),
    ("POST", "/chat/command", {"command": "nonsense"}, 400),
    ("GET", "/xx", {}, 404),
    ("GET", "/nowhere/at/all", {}, 404),
    ("GET", "/static/nowhere.css", {}, 404),
    ("POST", "/health", {}, 405),
    ("POST", "/chat", {"button": "unknown"}, 409),
    ("POST", "/chat", {"text": "a" * 300_000}, 413),
    ("POST", "/chat", {"text": ""}, 422),
]
EVERY_ANSWER = pytest.mark.parametrize(("method", "path", "fields", "status"), ANSWERS)
FOREIGN = [
    {"Origin": "https://elsewhere.invalid"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://127.0.0.1:8001"},
    {"Origin": "http://127.0.0.1"},
    {"Origin": "http://127.0.0.1:8000.elsewhere.invalid"},
    {"Origin": "https://elsewhere.invalid", "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": ""},
]
OWN = [
    {"Origin": HOME},
    {"Origin": HOME, "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {},
]


@EVERY_ANSWER
def test_every_answer_forbids_framing_sniffing_and_foreign_code(
    person: TestClient,
    method: str,
    path: str,
    fields: dict[str, str],
    status: int,
) -> None:
    response = person.request(method, path, data=fields)

    headers = response.headers
    assert response.status_code == status
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    # no-referrer would make browsers send "Origin: null" with our own forms.
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


@EVERY_ANSWER
def test_every_answer_allows_only_what_comes_from_ourselves(
    person: TestClient,
    method: str,
    path: str,
    fields: dict[str, str],
    status: int,
) -> None:
    response = person.request(method, path, data=fields)

    policy = response.headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert response.status_code == status
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["form-action"] == "'self'"
    assert not re.search(r"unsafe|\*|https?:|'(nonce|sha)", policy)


@EVERY_ANSWER
def test_no_cache_may_keep_what_belongs_to_a_conversation(
    person: TestClient,
    method: str,
    path: str,
    fields: dict[str, str],
    status: int,
) -> None:
    response = person.request(method, path, data=fields)

    kept = response.headers.get("cache-control")
    assert response.status_code == status
    assert (kept == "no-store") is not path.startswith("/static/")


def test_answers_without_a_conversation_carry_the_same_headers(visitor: TestClient) -> None:
    answers = [visitor.get("/"), visitor.get("/chat"), visitor.get("/chat/events")]

    assert [answer.status_code for answer in answers] == [200, 401, 200]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert {answer.headers["x-frame-options"] for answer in answers} == {"DENY"}


def pages_of(client: TestClient) -> dict[str, Page]:
    """Return every page that a person can see, by what it is."""
    answers = {
        "languages": client.get("/"),
        "consent": client.get("/ar"),
        "ended": client.get("/chat"),
        "unknown": client.get("/nowhere/at/all"),
    }
    client.post("/en/start")
    answers |= {
        "chat": client.get("/chat"),
        "refused": client.post("/chat", data={"text": ""}),
        "ask erase": client.get("/chat/erase"),
        "too large": client.post("/chat", data={"text": "a" * 300_000}),
        "erased": client.post("/chat/erase"),
    }
    return {name: Page(answer.text) for name, answer in answers.items()}


def test_no_page_loads_or_links_anything_of_another_host(visitor: TestClient) -> None:
    pages = pages_of(visitor)

    targets = {
        target
        for page in pages.values()
        for element in page.elements
        for attribute, target in element.attributes.items()
        if attribute in LINKS
    }
    assert {target for target in targets if SOMEWHERE_ELSE.match(target)} - {EXIT} == set()
    # These were looked at, so the check above was not of an empty set.
    assert {"/leave", "/static/chat.css", "/static/chat.js", "/ar/start"} <= targets


def test_no_page_holds_script_or_style_of_its_own(visitor: TestClient) -> None:
    pages = pages_of(visitor)

    elements = [element for page in pages.values() for element in page.elements]
    inline = [e for e in elements if e.tag == "style" or (e.tag == "script" and "src" not in e.attributes)]
    handlers = [e for e in elements if any(n == "style" or n.startswith("on") for n in e.attributes)]
    assert inline == handlers == []
    assert any(e.tag == "script" for e in elements)


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_no_static_file_names_another_host(visitor: TestClient, name: str) -> None:
    response = visitor.get(f"/static/{name}")

    assert response.status_code == 200
    assert re.findall(r"(?:https?:)?//[\w-]+\.\w+|@import|url\((?!['\"]?data:)", response.text) == []


def test_every_page_can_be_left_at_once(visitor: TestClient) -> None:
    pages = pages_of(visitor)

    ways = {name: [e.attributes["href"] for e in page.all("a", id="leave")] for name, page in pages.items()}
    assert ways == dict.fromkeys(pages, ["/leave"])


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", ["/chat", "/chat/command", "/chat/language", "/chat/erase", "/en/start"])
def test_a_form_of_another_site_is_refused_and_has_no_effect(
    person: TestClient,
    installation: Installation,
    assistant: FakeAssistant,
    headers: dict[str, str],
    path: str,
) -> None:
    before = installation.rows()
    fields = {"text": "hello", "command": "detained", "language": "fr"}

    response = person.post(path, data=fields, headers=headers)

    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert response.headers["x-frame-options"] == "DENY"
    assert installation.rows() == before
    assert assistant.texts == ["/check_exposure"]


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_a_form_of_our_own_passes(
    person: TestClient,
    assistant: FakeAssistant,
    headers: dict[str, str],
) -> None:
    response = person.post("/chat", data={"text": "hello"}, headers=headers)

    assert response.status_code == 303
    assert assistant.texts[-1] == "hello"


@pytest.mark.parametrize(
    ("origin", "status"),
    [("https://amparo.invalid", 303), ("https://amparo.invalid.elsewhere.invalid", 403)],
)
def test_behind_a_proxy_the_public_address_is_our_own(
    open_gateway: OpenGateway,
    origin: str,
    status: int,
) -> None:
    visitor = open_gateway(public_url="https://amparo.invalid/")

    response = visitor.post("/en/start", headers={"Origin": origin})

    assert response.status_code == status


def test_a_page_may_be_opened_from_a_link_elsewhere(visitor: TestClient) -> None:
    response = visitor.get("/fr", headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 200


def test_a_page_that_says_a_fault_carries_the_guarding_headers(
    open_gateway: OpenGateway, installation: Installation
) -> None:
    client = open_gateway(raises=False)
    client.post("/en/start")
    installation.run_sql("ALTER TABLE outbox RENAME TO elsewhere")

    response = client.get("/chat")

    assert response.status_code == 500
    assert response.headers.get("cache-control") == "no-store"
    assert response.headers.get("x-frame-options") == "DENY"
