"""Who may see the console: sign-in, sessions, and slow guessing."""

from __future__ import annotations

import logging

import pytest
from itsdangerous import TimestampSigner

from amparo.console.app import create_app
from amparo.console.sessions import COOKIE, Tries
from amparo.language.languages import Language
from amparo.replies.render import render
from tests.console.conftest import HOME, PASSWORDS, OpenCase
from tests.gateway.browser import Page, TestClient
from tests.gateway.conftest import LANGUAGES
from tests.gateway.installation import Installation

HOUR_S = 3600
NOW_S = 1_800_000_000
GOOD = {"name": "miriam", "password": PASSWORDS["miriam"]}
BAD = {"name": "miriam", "password": "seven green parrot"}
CLOSED_PAGES = pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/cases/{case}"),
        ("GET", "/cases/unknown"),
        ("POST", "/cases/{case}/take"),
        ("POST", "/cases/{case}/answer"),
        ("POST", "/cases/{case}/close"),
    ],
)


@CLOSED_PAGES
def test_without_a_session_every_page_leads_to_the_sign_in(
    stranger: TestClient,
    installation: Installation,
    open_case: OpenCase,
    method: str,
    path: str,
) -> None:
    case_id = open_case()
    before = installation.rows()

    response = stranger.request(method, path.format(case=case_id), data={"text": "Hello"})

    assert (response.status_code, response.headers["location"]) == (303, "/sign-in")
    assert response.text == ""
    assert installation.rows() == before


def test_the_right_password_opens_the_queue(stranger: TestClient) -> None:
    response = stranger.post("/sign-in", data=GOOD)

    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert Page(stranger.get("/").text).texts("h1") == [render("console.queue", Language.EN)]


@pytest.mark.parametrize(("public_url", "secure"), [(HOME, False), ("https://console.invalid", True)])
def test_the_cookie_is_hidden_from_scripts_and_ends_with_the_browser(
    installation: Installation,
    public_url: str,
    secure: bool,
) -> None:
    secrets = installation.keyring.all_secrets("staff")
    app = create_app(installation.services, secrets, public_url)

    with TestClient(app, HOME, follow_redirects=False) as client:
        response = client.post("/sign-in", data=GOOD)

    name_and_value, *attributes = response.headers["set-cookie"].split("; ")
    wanted = {"httponly", "samesite=strict", "path=/"} | ({"secure"} if secure else set())
    assert name_and_value.startswith(f"{COOKIE}=")
    assert {attribute.lower() for attribute in attributes} == wanted


@pytest.mark.parametrize(
    "form",
    [
        BAD,
        {"name": "miriam", "password": ""},
        {"name": "miriam"},
        {"name": "", "password": ""},
        {},
        {"name": "nobody", "password": "nobody"},
        {"name": "Miriam", "password": PASSWORDS["miriam"]},
        {"name": "jonas", "password": PASSWORDS["miriam"]},
        {"name": "miriam' OR '1'='1", "password": "x"},
        {"name": "miriam", "password": PASSWORDS["miriam"] + "x" * 5000},
    ],
    ids=str,
)
def test_a_wrong_name_or_password_is_refused(stranger: TestClient, form: dict[str, str]) -> None:
    response = stranger.post("/sign-in", data=form)

    assert response.status_code == 401
    assert Page(response.text).texts("p", role="alert") == [render("console.wrong", Language.EN)]
    assert "set-cookie" not in response.headers


def test_an_unknown_name_is_answered_as_a_wrong_password(stranger: TestClient) -> None:
    unknown = stranger.post("/sign-in", data={"name": "nobody", "password": "x"})

    known = stranger.post("/sign-in", data=BAD)

    assert unknown.text == known.text
    assert unknown.status_code == known.status_code


def test_after_five_wrong_passwords_even_the_right_one_must_wait(stranger: TestClient) -> None:
    tried = [stranger.post("/sign-in", data=BAD).status_code for _ in range(5)]

    response = stranger.post("/sign-in", data=GOOD)

    assert tried == [401] * 5
    assert response.status_code == 429
    assert Page(response.text).texts("p", role="alert") == [render("console.too_many", Language.EN)]
    assert "set-cookie" not in response.headers


def test_wrong_tries_of_one_name_do_not_lock_another(stranger: TestClient) -> None:
    for _ in range(5):
        stranger.post("/sign-in", data=BAD)

    response = stranger.post("/sign-in", data={"name": "jonas", "password": PASSWORDS["jonas"]})

    assert response.status_code == 303


def test_a_name_may_be_tried_again_after_five_minutes() -> None:
    now = [1000.0]
    tries = Tries(lambda: now[0])
    for _ in range(5):
        tries.failed("miriam")
    locked = tries.allowed("miriam")
    now[0] += 299.9
    nearly = tries.allowed("miriam")

    now[0] += 0.1

    assert (locked, nearly, tries.allowed("miriam")) == (False, False, True)


def test_neither_name_nor_password_is_logged_or_given_back(
    stranger: TestClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    response = stranger.post("/sign-in", data={"name": "plover", "password": "lapwing"})

    logged = "\n".join(f"{record.getMessage()} {record.args} {record.exc_info}" for record in caplog.records)
    for word in ("plover", "lapwing"):
        assert word not in logged
        assert word not in response.text


@pytest.mark.parametrize(
    ("age_s", "status"), [(0, 200), (8 * HOUR_S, 200), (8 * HOUR_S + 1, 303), (9000 * HOUR_S, 303)]
)
def test_a_session_ends_with_the_working_day(
    stranger: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    age_s: int,
    status: int,
) -> None:
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: NOW_S - age_s)
    stranger.post("/sign-in", data=GOOD)
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: NOW_S)

    response = stranger.get("/")

    assert response.status_code == status


@CLOSED_PAGES
def test_the_session_of_a_removed_account_opens_nothing(
    miriam: TestClient,
    installation: Installation,
    open_case: OpenCase,
    method: str,
    path: str,
) -> None:
    case_id = open_case()
    installation.run_sql("DELETE FROM staff WHERE name = ?", "miriam")

    response = miriam.request(method, path.format(case=case_id), data={"text": "Hello"})

    assert (response.status_code, response.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("salt", ["conversation", "itsdangerous.Signer", ""])
def test_a_token_for_another_purpose_is_no_session(
    stranger: TestClient,
    installation: Installation,
    salt: str,
) -> None:
    token = TimestampSigner(installation.keyring.secret("staff"), salt=salt).sign("miriam").decode()

    response = stranger.get("/", headers={"Cookie": f"{COOKIE}={token}"})

    assert response.status_code == 303


def test_the_secret_of_the_chat_page_makes_no_session(
    stranger: TestClient,
    installation: Installation,
) -> None:
    token = TimestampSigner(installation.keyring.secret("cookie"), salt="staff").sign("miriam").decode()

    response = stranger.get("/", headers={"Cookie": f"{COOKIE}={token}"})

    assert response.status_code == 303


@pytest.mark.parametrize("token", ["", "x", "miriam", "miriam.x.y", "\u00ff" * 9, "x" * 5000])
def test_a_broken_cookie_is_no_session(stranger: TestClient, token: str) -> None:
    response = stranger.get("/", headers={"Cookie": f"{COOKIE}={token}".encode("latin-1")})

    assert response.status_code == 303


def test_a_token_of_our_own_making_is_a_session(stranger: TestClient, installation: Installation) -> None:
    token = TimestampSigner(installation.keyring.secret("staff"), salt="staff").sign("miriam").decode()

    response = stranger.get("/", headers={"Cookie": f"{COOKIE}={token}"})

    # Without this the refusals above could pass for another reason.
    assert response.status_code == 200


def test_signing_out_ends_the_session_on_this_device(miriam: TestClient) -> None:
    response = miriam.post("/sign-out")

    assert (response.status_code, response.headers["location"]) == (303, "/sign-in")
    assert miriam.get("/").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.invalid"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-out", "/cases/{case}/take", "/cases/{case}/answer", "/cases/{case}/close"]
)
def test_a_form_of_another_site_is_refused_and_has_no_effect(
    miriam: TestClient,
    installation: Installation,
    open_case: OpenCase,
    headers: dict[str, str],
    path: str,
) -> None:
    case_id = open_case()
    before = installation.rows()

    response = miriam.post(path.format(case=case_id), data={**GOOD, "text": "Hello"}, headers=headers)

    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert installation.rows() == before


@pytest.mark.parametrize("headers", [{"Origin": HOME}, {"Sec-Fetch-Site": "same-origin"}, {}], ids=str)
def test_a_form_of_our_own_passes(stranger: TestClient, headers: dict[str, str]) -> None:
    response = stranger.post("/sign-in", data=GOOD, headers=headers)

    assert response.status_code == 303


@LANGUAGES
def test_the_sign_in_speaks_the_language_of_the_browser(stranger: TestClient, language: Language) -> None:
    response = stranger.get("/sign-in", headers={"Accept-Language": language.value})

    page = Page(response.text)
    direction = "rtl" if language in (Language.AR, Language.FA) else "ltr"
    assert page.one("html").attributes == {"lang": language.value, "dir": direction}
    assert page.texts("h1") == [render("console.sign_in", language)]


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nowhere"])
def test_every_answer_carries_the_guarding_headers(stranger: TestClient, path: str) -> None:
    response = stranger.get(path)

    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-frame-options"] == "DENY"
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_a_body_that_is_too_large_is_not_read(stranger: TestClient) -> None:
    response = stranger.post("/sign-in", data={"name": "a" * 300_000})

    assert response.status_code == 413
    assert Page(response.text).texts("p", role="alert") == [render("error.too_large", Language.EN)]


def test_a_long_password_that_was_set_opens_the_console(stranger: TestClient, installation: Installation) -> None:
    installation.services.staff.add("olga", "p" * 201)

    response = stranger.post("/sign-in", data={"name": "olga", "password": "p" * 201})

    assert response.status_code == 303
