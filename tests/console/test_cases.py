"""The queue and a case: what staff see, and who may do what."""

from __future__ import annotations

import logging
import re

import pytest

from amparo.console.words import fact_lines
from amparo.domain.facts import Facts
from amparo.domain.triage import HandoverReason
from amparo.language.languages import Language
from amparo.replies.render import render
from tests.builders import all_facts, minutes, some_facts
from tests.console.conftest import OpenCase, conversation_of, told
from tests.gateway.browser import Page, TestClient, one_line
from tests.gateway.installation import Installation

LANGUAGES = pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
SECRET_WORDS = "plover-of-a-person"


def queue_of(client: TestClient) -> list[str]:
    """Return the ids of the cases in the queue, in order."""
    links = [e.attributes["href"] for e in Page(client.get("/").text).all("a", class_="button")]
    return [link.removeprefix("/cases/") for link in links]


def case_page(client: TestClient, case_id: str) -> Page:
    """Return the page of a case."""
    return Page(client.get(f"/cases/{case_id}").text)


def moves_on(page: Page) -> set[str]:
    """Return the moves that a case's page offers."""
    actions = [form.attributes["action"] for form in page.all("form")]
    return {action.rsplit("/", 1)[-1] for action in actions if action.startswith("/cases/")}


class TestQueue:
    """Which cases wait, in which order."""

    def test_an_empty_queue_says_so(self, miriam: TestClient) -> None:
        page = Page(miriam.get("/").text)

        assert render("console.empty", Language.EN) in page.texts("p")
        assert page.all("table") == []

    def test_urgent_cases_come_first_and_the_oldest_of_them_before_the_others(
        self, miriam: TestClient, open_case: OpenCase
    ) -> None:
        calm, held, asked, afraid = (
            open_case(reason)
            for reason in (
                HandoverReason.STATUS_HARD,
                HandoverReason.DETAINED,
                HandoverReason.ASKED,
                HandoverReason.DISTRESS,
            )
        )

        assert queue_of(miriam) == [held, afraid, calm, asked]

    def test_a_case_that_becomes_urgent_moves_up(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase
    ) -> None:
        first, second = open_case(), open_case()
        conversation_id = conversation_of(installation, second)

        installation.services.handoff.ask(conversation_id, (HandoverReason.DETAINED,))

        assert queue_of(miriam) == [second, first]

    def test_a_row_says_urgency_reasons_language_state_and_owner(
        self, miriam: TestClient, jonas: TestClient, open_case: OpenCase
    ) -> None:
        case_id = open_case(HandoverReason.DETAINED, HandoverReason.ASKED, language=Language.FR)
        jonas.post(f"/cases/{case_id}/take")

        # The last cell of the head and the last one of the row hold no words of the case.
        _, urgency, _, reasons, language, channel, state, owner, _ = Page(miriam.get("/").text).texts("td")
        assert (urgency, reasons) == ("Urgent", "Somebody is held now; Asked for a person")
        assert (language, channel) == ("Français", "web")
        assert (state, owner) == ("Taken", "jonas")

    def test_nothing_that_a_person_wrote_stands_in_the_queue(self, miriam: TestClient, open_case: OpenCase) -> None:
        open_case(before=SECRET_WORDS)

        response = miriam.get("/")

        assert SECRET_WORDS not in response.text

    def test_a_closed_case_leaves_the_queue(self, miriam: TestClient, open_case: OpenCase) -> None:
        first, second = open_case(), open_case()
        miriam.post(f"/cases/{first}/take")

        miriam.post(f"/cases/{first}/close")

        assert queue_of(miriam) == [second]

    def test_an_erased_conversation_leaves_the_queue(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase
    ) -> None:
        first, second = open_case(), open_case()

        installation.services.conversations.erase(conversation_of(installation, first))

        assert queue_of(miriam) == [second]

    def test_the_queue_looks_again_by_itself_with_a_script_of_our_own(self, miriam: TestClient) -> None:
        page = Page(miriam.get("/").text)

        scripts = [element.attributes["src"] for element in page.all("script")]
        assert scripts == ["/static/queue.js"]
        assert miriam.get(scripts[0]).status_code == 200


class TestCasePage:
    """What staff see of a person."""

    def test_it_shows_what_was_said_since_the_case_was_opened(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase
    ) -> None:
        case_id = open_case(before=SECRET_WORDS)
        conversation_id = conversation_of(installation, case_id)
        installation.services.conversations.accept_text(conversation_id, "n1", "Said afterwards")

        response = miriam.get(f"/cases/{case_id}")

        assert Page(response.text).bubbles() == [("from_you", "Said afterwards")]
        assert SECRET_WORDS not in response.text

    @LANGUAGES
    def test_it_shows_every_answer_in_the_language_of_the_worker(
        self, miriam: TestClient, open_case: OpenCase, language: Language
    ) -> None:
        facts = all_facts()
        case_id = open_case(facts=facts)

        response = miriam.get(f"/cases/{case_id}", headers={"Accept-Language": language.value})

        page = Page(response.text)
        lines = fact_lines(facts, language)
        direction = "rtl" if language is Language.AR else "ltr"
        assert page.one("html").attributes == {"lang": language.value, "dir": direction}
        assert page.texts("dt")[4:] == [label for label, _ in lines]
        assert page.texts("dd", dir="auto") == [one_line(value) for _, values in lines for value in values]

    @pytest.mark.parametrize(
        ("facts", "lines"),
        [
            (Facts(), []),
            (
                some_facts(),
                [
                    ("Device", ["Only I"]),
                    ("Held now", ["No, nobody"]),
                    ("Travel", ["No travel planned"]),
                    ("Relatives threatened", ["No threats now"]),
                    ("Country feared", ["Türkiye"]),
                    ("Protection", ["A state recognised me as a refugee"]),
                ],
            ),
        ],
        ids=["none", "some"],
    )
    def test_answers_stand_in_words_in_the_order_of_the_questions(
        self, facts: Facts, lines: list[tuple[str, list[str]]]
    ) -> None:
        assert fact_lines(facts, Language.EN) == lines

    def test_an_event_is_one_line_with_what_when_and_where(self) -> None:
        lines = dict(fact_lines(all_facts(), Language.EN))

        # A date that spans days is told as a range; what is not known is told as not known.
        assert lines["Events"] == [
            "Stopped or questioned at a border · Mar 1, 2024 – Mar 31, 2024 · a small airport",
            "A bank closed my account · Does not know · Skipped",
        ]
        assert lines["Date of the request"] == ["May 4, 2025"]

    def test_a_person_without_answers_is_shown_as_such(self, miriam: TestClient, open_case: OpenCase) -> None:
        page = case_page(miriam, open_case())

        assert render("console.no_facts", Language.EN) in page.texts("p")

    def test_html_of_a_person_stays_words(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase
    ) -> None:
        words = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        case_id = open_case()
        conversation_id = conversation_of(installation, case_id)
        installation.services.conversations.accept_text(conversation_id, "n1", words)

        page = case_page(miriam, case_id)

        assert page.bubbles() == [("from_you", words)]
        assert page.all("script") == page.all("img") == []

    def test_html_in_an_answer_of_the_check_stays_words(self, miriam: TestClient, open_case: OpenCase) -> None:
        facts = all_facts()
        place = "<b onclick=alert(1)>here</b>"
        (first, second) = facts.incidents
        changed = all_facts(incidents=(type(first)(first.kind, first.when, place), second))

        page = case_page(miriam, open_case(facts=changed))

        assert any(place in text for text in page.texts("dd"))
        assert page.all("b") == []

    def test_every_look_at_a_case_is_noted(self, miriam: TestClient, jonas: TestClient, open_case: OpenCase) -> None:
        case_id = open_case()
        miriam.get(f"/cases/{case_id}")

        page = case_page(jonas, case_id)

        notes = [re.sub(r"^.*?[AP]M ", "", note) for note in page.texts("li")]
        assert notes == ["Opened (person)", "Viewed (miriam)", "Viewed (jonas)"]

    @pytest.mark.parametrize("case_id", ["unknown", "0" * 32, "%00", "..%2f..%2fetc", "' OR 1=1"])
    def test_an_unknown_case_is_said_not_to_exist(self, miriam: TestClient, case_id: str) -> None:
        response = miriam.get(f"/cases/{case_id}")

        assert response.status_code == 404
        assert "Traceback" not in response.text

    def test_the_case_of_an_erased_conversation_does_not_exist(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase
    ) -> None:
        case_id = open_case()
        installation.services.conversations.erase(conversation_of(installation, case_id))

        response = miriam.get(f"/cases/{case_id}")

        assert response.status_code == 404
        assert Page(response.text).texts("p", role="alert") == [render("console.erased", Language.EN)]


class TestMoves:
    """Taking, answering and closing."""

    @LANGUAGES
    def test_taking_a_case_tells_the_person_in_their_language(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase, language: Language
    ) -> None:
        case_id = open_case(language=language)

        response = miriam.post(f"/cases/{case_id}/take")

        assert (response.status_code, response.headers["location"]) == (303, f"/cases/{case_id}")
        assert told(installation, case_id) == [render("handoff.taken", language)]

    def test_the_owner_answers_in_their_own_words(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase
    ) -> None:
        case_id = open_case()
        miriam.post(f"/cases/{case_id}/take")

        response = miriam.post(f"/cases/{case_id}/answer", data={"text": "Good evening\u202e"})

        assert response.status_code == 303
        assert told(installation, case_id)[1:] == ["Good evening"]
        assert case_page(miriam, case_id).bubbles()[-1] == ("from_staff", "Good evening")

    @pytest.mark.parametrize("text", ["", "  \n", "\u202e\u200f", "\x00"])
    def test_an_empty_answer_is_not_sent(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase, text: str
    ) -> None:
        case_id = open_case()
        miriam.post(f"/cases/{case_id}/take")
        before = installation.rows()

        response = miriam.post(f"/cases/{case_id}/answer", data={"text": text})

        assert response.status_code == 303
        assert installation.rows() == before

    def test_the_owner_closes_and_the_person_is_told(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase
    ) -> None:
        case_id = open_case()
        miriam.post(f"/cases/{case_id}/take")

        response = miriam.post(f"/cases/{case_id}/close")

        assert response.status_code == 303
        assert told(installation, case_id)[-1] == render("handoff.closed", Language.EN)

    @pytest.mark.parametrize("move", ["take", "answer", "close"])
    def test_only_the_owner_may_move_a_case_that_is_taken(
        self,
        miriam: TestClient,
        jonas: TestClient,
        installation: Installation,
        open_case: OpenCase,
        move: str,
    ) -> None:
        case_id = open_case()
        miriam.post(f"/cases/{case_id}/take")
        before = told(installation, case_id)

        response = jonas.post(f"/cases/{case_id}/{move}", data={"text": "I am here too"})

        assert response.status_code == 409
        assert Page(response.text).texts("p", role="alert") == [render("console.taken_already", Language.EN)]
        assert told(installation, case_id) == before
        assert case_page(miriam, case_id).texts("dd")[3] == "miriam"

    @pytest.mark.parametrize("move", ["answer", "close"])
    def test_a_case_must_be_taken_before_it_is_moved(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase, move: str
    ) -> None:
        case_id = open_case()

        response = miriam.post(f"/cases/{case_id}/{move}", data={"text": "Hello"})

        assert response.status_code == 409
        assert told(installation, case_id) == []

    @pytest.mark.parametrize("move", ["take", "answer", "close"])
    def test_a_closed_case_cannot_be_moved(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase, move: str
    ) -> None:
        case_id = open_case()
        miriam.post(f"/cases/{case_id}/take")
        miriam.post(f"/cases/{case_id}/close")
        before = told(installation, case_id)

        response = miriam.post(f"/cases/{case_id}/{move}", data={"text": "One more word"})

        assert response.status_code == 409
        assert told(installation, case_id) == before

    @pytest.mark.parametrize("move", ["take", "answer", "close"])
    def test_a_closed_case_stays_closed_when_the_person_asks_again(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase, move: str
    ) -> None:
        case_id = open_case()
        conversation_id = conversation_of(installation, case_id)
        miriam.post(f"/cases/{case_id}/take")
        miriam.post(f"/cases/{case_id}/close")
        installation.clock.move(minutes(1))
        installation.services.handoff.ask(conversation_id, (HandoverReason.ASKED,))

        response = miriam.post(f"/cases/{case_id}/{move}", data={"text": "To the old case"})

        (fresh,) = queue_of(miriam)
        assert response.status_code == 409
        assert fresh != case_id

    @pytest.mark.parametrize("move", ["take", "answer", "close"])
    def test_an_unknown_case_cannot_be_moved(self, miriam: TestClient, move: str) -> None:
        response = miriam.post(f"/cases/{'0' * 32}/{move}", data={"text": "Hello"})

        assert response.status_code == 404

    @pytest.mark.parametrize("move", ["erase", "TAKE", "view"])
    def test_an_unknown_move_does_nothing(
        self, miriam: TestClient, installation: Installation, open_case: OpenCase, move: str
    ) -> None:
        case_id = open_case()
        before = installation.rows()

        response = miriam.post(f"/cases/{case_id}/{move}")

        assert response.status_code == 404
        assert installation.rows() == before

    def test_a_page_offers_only_the_moves_that_its_reader_may_make(
        self, miriam: TestClient, jonas: TestClient, open_case: OpenCase
    ) -> None:
        case_id = open_case()
        waiting = moves_on(case_page(miriam, case_id))
        miriam.post(f"/cases/{case_id}/take")
        mine, others = moves_on(case_page(miriam, case_id)), moves_on(case_page(jonas, case_id))

        miriam.post(f"/cases/{case_id}/close")

        assert (waiting, mine, others) == ({"take"}, {"answer", "close"}, set())
        assert moves_on(case_page(miriam, case_id)) == set()

    def test_neither_answers_nor_cases_are_logged(
        self, miriam: TestClient, open_case: OpenCase, caplog: pytest.LogCaptureFixture
    ) -> None:
        case_id = open_case(before=SECRET_WORDS)
        miriam.post(f"/cases/{case_id}/take")
        caplog.set_level(logging.DEBUG)
        # The test's own browser logs addresses; the console must not.
        logging.getLogger("httpx").setLevel(logging.WARNING)

        miriam.post(f"/cases/{case_id}/answer", data={"text": SECRET_WORDS})

        logged = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
        assert SECRET_WORDS not in logged
        assert case_id not in logged
