"""A cookie that is not ours, or not any more, opens nothing."""

from __future__ import annotations

import pytest
from itsdangerous import TimestampSigner

from amparo.gateway.tokens import COOKIE
from amparo.language.languages import Language
from amparo.replies.render import render
from tests.builders import an_id
from tests.gateway.browser import Page, TestClient, conversation_of
from tests.gateway.conftest import JSON, LANGUAGES
from tests.gateway.installation import Installation

DAY_S = 24 * 3600
NOW_S = 1_800_000_000


def signed(installation: Installation, conversation_id: str, *, salt: str = "conversation") -> str:
    """Return a token as the gateway makes it."""
    secret = installation.keyring.secret("cookie")
    return TimestampSigner(secret, salt=salt).sign(conversation_id).decode()


class TestBrokenCookie:
    """A cookie that is not ours, or not any more, ends in the choice of a language."""

    CASES = pytest.mark.parametrize(
        "token", ["", "x", "..", "a.b.c", f"{an_id('one')}", "\u00ff" * 20, "x" * 5000, '"', "=;,"]
    )

    @CASES
    def test_it_opens_no_conversation(self, visitor: TestClient, token: str) -> None:
        response = visitor.get("/chat", headers={"Cookie": f"{COOKIE}={token}".encode("latin-1")})

        notice = render("error.session_ended", Language.EN)
        assert response.status_code == 401
        assert Page(response.text).texts("p", role="alert") == [notice]
        assert "Max-Age=0" in response.headers["set-cookie"]

    def test_a_token_that_somebody_else_signed_is_refused(self, person: TestClient) -> None:
        forged = TimestampSigner("another secret", salt="conversation").sign(conversation_of(person))
        person.cookies.clear()

        response = person.get("/chat", headers={"Cookie": f"{COOKIE}={forged.decode()}"})

        assert response.status_code == 401

    def test_a_token_for_another_purpose_is_refused(
        self,
        person: TestClient,
        installation: Installation,
    ) -> None:
        token = signed(installation, conversation_of(person), salt="staff")
        person.cookies.clear()

        response = person.get("/chat", headers={"Cookie": f"{COOKIE}={token}"})

        assert response.status_code == 401

    def test_a_token_of_our_own_making_opens_its_conversation(
        self,
        person: TestClient,
        installation: Installation,
    ) -> None:
        token = signed(installation, conversation_of(person))
        person.cookies.clear()

        response = person.get("/chat", headers={"Cookie": f"{COOKIE}={token}"})

        # Without this the three refusals above could pass for another reason.
        assert response.status_code == 200

    @pytest.mark.parametrize(
        ("age_s", "status"),
        [(0, 200), (30 * DAY_S, 200), (30 * DAY_S + 1, 401), (3000 * DAY_S, 401), (-1, 401)],
    )
    def test_a_token_ends_with_the_days_that_a_conversation_is_kept(
        self,
        person: TestClient,
        monkeypatch: pytest.MonkeyPatch,
        age_s: int,
        status: int,
    ) -> None:
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: NOW_S - age_s)
        person.cookies.clear()
        person.post("/en/start")
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: NOW_S)

        response = person.get("/chat")

        assert response.status_code == status

    def test_the_cookie_of_an_erased_conversation_is_over(
        self,
        person: TestClient,
        installation: Installation,
    ) -> None:
        installation.services.conversations.erase(conversation_of(person))

        response = person.get("/chat")

        assert response.status_code == 401
        assert COOKIE not in person.cookies

    @LANGUAGES
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/chat"),
            ("POST", "/chat"),
            ("POST", "/chat/command"),
            ("POST", "/chat/language"),
            ("GET", "/chat/erase"),
            ("POST", "/chat/erase"),
        ],
    )
    def test_every_page_of_a_conversation_says_that_it_is_over(
        self,
        visitor: TestClient,
        installation: Installation,
        language: Language,
        method: str,
        path: str,
    ) -> None:
        response = visitor.request(method, path, headers={"Accept-Language": language.value})

        page = Page(response.text)
        assert response.status_code == 401
        assert page.texts("p", role="alert") == [render("error.session_ended", language)]
        assert installation.rows() == {}

    def test_a_script_is_sent_to_the_start(self, visitor: TestClient) -> None:
        response = visitor.post("/chat", data={"text": "hello"}, headers=JSON)

        assert (response.status_code, response.json()) == (401, {"goto": "/"})
