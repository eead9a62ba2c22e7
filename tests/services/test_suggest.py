"""What is offered when a message was not understood for sure."""

from __future__ import annotations

from amparo.services.suggest import MENU, not_understood


def test_the_likeliest_meanings_are_offered_as_buttons_beside_a_person_and_something_else() -> None:
    asked = not_understood([("nlu_fallback", 0.5), ("ask_cost", 0.4), ("ask_ccf", 0.2), ("greet", 0.1)], again=False)

    assert asked.key == "dialog.did_you_mean"
    assert asked.buttons == (
        ("suggest.ask_cost", "/ask_cost"),
        ("suggest.ask_ccf", "/ask_ccf"),
        ("dialog.menu_person", "/request_human"),
        ("dialog.something_else", "/ask_menu"),
    )


def test_no_more_than_three_meanings_are_offered() -> None:
    ranking = [(name, 0.2) for name in ("ask_cost", "ask_ccf", "ask_scam", "ask_menu")]

    offered = [title for title, _ in not_understood(ranking, again=False).buttons if title.startswith("suggest.")]

    assert offered == ["suggest.ask_cost", "suggest.ask_ccf", "suggest.ask_scam"]


def test_a_person_is_not_offered_twice() -> None:
    payloads = [p for _, p in not_understood([("request_human", 0.4)], again=False).buttons]

    assert payloads == ["/request_human", "/ask_menu"]


def test_what_is_hardly_likely_is_not_offered() -> None:
    assert not_understood([("ask_cost", 0.05)], again=False).key == "dialog.fallback"


def test_greetings_bare_answers_and_other_matters_are_never_offered() -> None:
    ranking = [("out_of_scope", 0.4), ("affirm", 0.2), ("thank", 0.2), ("inform", 0.1)]

    assert not_understood(ranking, again=False).key == "dialog.fallback"


def test_after_a_second_time_the_menu_with_a_person_is_offered_instead_of_guessing_again() -> None:
    asked = not_understood([("ask_cost", 0.5)], again=True)

    assert (asked.key, asked.buttons) == ("dialog.not_understood_again", MENU)
    assert ("dialog.menu_person", "/request_human") in asked.buttons


def test_an_empty_ranking_still_gives_a_way_on() -> None:
    assert not_understood([], again=False).buttons == MENU
