"""The library: actors, decisions, sources and evidence of a scenario, as lists and pages of lines.

A line may be a `Link`: it leads to another page, named as `paragraph:post:17`. One that leads to
`say:post:17` asks for words of one's own that rest on the passage.
"""

from sitroom.library import evidence, reference_pages
from sitroom.library.links import SAY, Link
from sitroom.library.visibility import CLOSED, View
from sitroom.narration import library_text
from sitroom.scenario.lookup import Lookup

KINDS = ("Actors", "Decisions", "Sources", "Evidence")
EMPTY = {
    "Actors": library_text.THIS_SCENARIO_HAS_NO_ACTORS,
    "Decisions": library_text.THERE_IS_NO_DECISION_YET,
    "Sources": library_text.THIS_SCENARIO_HAS_NO_SOURCES,
    "Evidence": library_text.THERE_IS_NO_EVIDENCE_THAT,
}


def shelf(view: View, kind: str) -> list[Link]:
    """Return what there is of a kind, a line each."""
    lookup, scenario = view.lookup, view.lookup.content.scenario
    match kind:
        case "Actors":
            return [
                Link(f"{actor.name} ({_stands(lookup, id_)})", f"actor:{id_}")
                for id_, actor in lookup.content.actors.items()
            ]
        case "Decisions":
            return [Link(_asked(lookup, id_), f"decision:{id_}") for id_ in lookup.questions]
        case "Sources":
            return [
                Link(f"{id_}: {source.title} ({source.kind})", f"source:{id_}")
                for id_, source in scenario.sources.items()
            ]
    return [
        Link(f"[{lookup.cite(one)}] {one.says}", f"paragraph:{one.source}:{one.paragraph}")
        for one in dict.fromkeys(claim.evidence for claim in evidence.claims(lookup))
    ]


def _asked(lookup: Lookup, question: str) -> str:
    asked = lookup.questions[question]
    if asked.is_answer:
        return f"{asked.date}  The answer: {asked.question.title}"
    return f"{asked.decision.date}  {asked.question.title}"


def _stands(lookup: Lookup, actor: str) -> str:
    tables = sum(
        actor in [member.actor for member in asked.question.table]
        for asked in lookup.questions.values()
    )
    return f"at {tables} of {len(lookup.questions)} tables"


def page(view: View, to: str) -> tuple[str, list[str]]:
    """Return the page that a link leads to: its title and its lines. Raises KeyError for none."""
    kind, _, id_ = to.partition(":")
    lookup = view.lookup
    match kind:
        case "actor":
            actor = lookup.actor(id_)
            if id_ in view.closed:
                return actor.name, [actor.who, CLOSED]
            title, *lines = reference_pages.actor_page(lookup, actor)
        case "decision":
            asked = lookup.questions[id_]
            title, *lines = reference_pages.decision_page(
                lookup, asked, history=view.history, closed=view.closed
            )
        case "source":
            title, *lines = evidence.source_page(lookup, id_)
        case _:
            title, *lines = evidence.paragraph_page(lookup, id_)
            if id_ in view.citable:
                lines.insert(1, Link(library_text.SAY_WITH_THIS_PASSAGE, f"{SAY}:{id_}"))
    return title, lines
