"""The drawing of a whole study: decisions across, options as bands, history's path lit."""

from itertools import pairwise

from sitroom.engine.question_ids import answer_id
from sitroom.narration import page_text, study_text
from sitroom.narration.percent import percent
from sitroom.render import alluvial, svg_charts
from sitroom.render.html import listed
from sitroom.render.markup import Html, element
from sitroom.scenario.lookup import Lookup
from sitroom.study.results import Option, Question, StudyResult


def picture(lookup: Lookup, found: StudyResult) -> list[Html]:
    """Return the drawing, with the same in words; nothing where a single decision was played."""
    asked = [one for one in found.questions if not one.answer and one.asked.count]
    if len(asked) < 2 or found.flows is None:
        return []
    columns = [_column(lookup, found, one) for one in asked]
    told = [_told(lookup, found, one) for one in asked]
    drawn = alluvial.alluvial(
        page_text.WHOLE_CAMPAIGN, "; ".join(told), columns, _flows(found, asked)
    )
    caption = page_text.how_to_read_the_picture(doubted=found.doubt is not None)
    words = element("details", element("summary", page_text.THE_SAME_IN_WORDS), listed(told, "ol"))
    return [svg_charts.figure(caption, drawn, wide=True, class_="across"), words]


def share(found: StudyResult, question: str, one: Option, *, whole: bool = True) -> str:
    """Return a share in words, with what doubt makes of it where that was looked at."""
    band = found.doubt and found.doubt.band(question, one.id)
    if not band:
        return percent(one.share, sign="\xa0%")
    told = page_text.share_given_doubt(percent(one.share, sign="\xa0%"), *band.about(one.share))
    return f"{told} {page_text.GIVEN_DOUBT}" * whole or told


def _told(lookup: Lookup, found: StudyResult, one: Question) -> str:
    past = lookup.questions[one.id].question.history
    parts = [
        f"{n} {study_text.option(lookup, one.id, o.id)}: {share(found, one.id, o)}"
        + f" ({page_text.HISTORY})" * (past is not None and past.option == o.id)
        for n, o in enumerate(one.options, 1)
        if o.count
    ]
    return f"{lookup.questions[one.id].question.title}: {', '.join(parts)}"


def _column(lookup: Lookup, found: StudyResult, one: Question) -> alluvial.Column:
    question = lookup.questions[one.id].question
    came, past = one.asked.share or 0.0, question.history
    answers = _answers(lookup, found, one)
    nodes = []
    for n, o in enumerate(one.options, 1):
        band = found.doubt and found.doubt.band(one.id, o.id)
        title = study_text.option(lookup, one.id, o.id)
        nodes.append(
            alluvial.Node(
                share=(o.share or 0.0) * came,
                sure=(min(o.share or 0.0, band.low) if band else o.share or 0.0) * came,
                answers=answers.get(title, ()),
                told=f"{n} {title}: {share(found, one.id, o)}",
                history=past is not None and past.option == o.id,
            )
        )
    return alluvial.Column(question.title, nodes)


def _answers(lookup: Lookup, found: StudyResult, one: Question) -> dict[str, list[float]]:
    """Return the shares of each answer by the title of the option answered."""
    asked = next((q for q in found.questions if q.id == answer_id(one.id)), None)
    if asked is None:
        return {}
    rows = study_text.answered(lookup, found, asked)
    return {title: [part for _, part in shares] for title, _, shares in rows}


def _flows(found: StudyResult, asked: list[Question]) -> alluvial.Flows:
    made: dict[tuple[int, int, int], float] = {}
    for n, (before, after) in enumerate(pairwise(asked)):
        places: list[dict[str | None, int]] = [
            {None: -1, **{o.id: i for i, o in enumerate(q.options)}} for q in (before, after)
        ]
        for option, ends in found.after(before.id, after.id).items():
            for to, count in ends.items():
                made[n, places[0][option], places[1][to]] = count / found.runs
    return made
