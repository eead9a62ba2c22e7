"""Where a person is in the procedure, as replies: keys and days, no words."""

from __future__ import annotations

from collections.abc import Sequence

from amparo.domain.procedure import Enclosure
from amparo.domain.progress import Position, Stage, TimeLeft
from amparo.domain.refugees import RefugeePath
from amparo.services.reply import Reply

_BEGIN = ("path.button.begin", '/ask_progress{"path": "anew"}')
_AGAIN = ("path.button.again", '/ask_progress{"path": "anew"}')
_ACCESS = ("dialog.menu_access", "/ask_access_request")
_PERSON = ("dialog.menu_person", "/request_human")
_REVISION = {
    TimeLeft.RUNS: "path.revision",
    TimeLeft.UNSURE: "path.revision_unsure",
    TimeLeft.OVER: "path.revision_over",
}


def explain(where: Position) -> Reply:
    """Return where the request stands, its days as targets, and what to do."""
    if where.stage is Stage.NOT_FILED:
        general = ["guidance.ask_processing_time.answer", "guidance.ask_processing_time.meaning"]
        return Reply("path.position", {"parts": ["path.not_filed", *general]}, (_BEGIN, _ACCESS))
    parts = [_main(where)]
    parts += [] if where.is_one_day else ["path.counted_last"]
    parts += ["path.late"] if where.late else []
    parts += [_REVISION[where.revision.left]] if where.revision else []
    if where.stage in (Stage.WAITING, Stage.ADMITTED, Stage.ADMITTED_UNKNOWN):
        parts.append("path.next.waiting")
    elif where.stage is Stage.DECIDED and where.revision is None:
        parts.append("path.next.decided")
    return Reply("path.position", {**_days(where), "parts": parts}, (_PERSON, _AGAIN))


def explain_refugee(path: RefugeePath) -> Reply:
    """Return the points of the refugee rules, each with what is known of it."""
    points = [f"path.refugee.{condition.value}.{known.value}" for condition, known in path.points]
    parts = ["path.refugee.opening", *points, "path.refugee.afterwards", "path.refugee.promise"]
    return Reply("path.refugee_points", {"parts": parts}, (_PERSON,) if path.needs_person else (_ACCESS, _PERSON))


def explain_enclosures(papers: Sequence[Enclosure]) -> Reply:
    """Return what goes with a request, as a list."""
    parts = ["path.enclose.opening", *(f"path.enclose.{paper.value}" for paper in papers)]
    return Reply("path.enclosures", {"parts": parts}, (_PERSON,))


def _main(where: Position) -> str:
    if where.stage is Stage.DECIDED and where.outcome is not None:
        return f"path.outcome.{where.outcome.value}"
    if where.stage in (Stage.WAITING, Stage.ADMITTED) and where.kind is not None:
        return f"path.{where.stage.value}_{where.kind.value}"
    return f"path.{where.stage.value}"


def _days(where: Position) -> dict[str, str]:
    days: dict[str, str] = {}
    if where.targets is not None and where.since is not None:
        since = "filed_on" if where.stage is Stage.WAITING else "admitted_on"
        days |= {since: where.since.isoformat(), "decision_by": where.targets.decision_by.isoformat()}
        days |= {"admissible_by": where.targets.admissible_by.isoformat()}
    if where.revision is not None:
        days |= {"learned_on": where.revision.learned_on.isoformat(), "ends": where.revision.ends.isoformat()}
    return days
