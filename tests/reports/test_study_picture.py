"""The drawing of a whole study, and shares with what is uncertain, on a study's page."""

import re
from dataclasses import replace
from functools import cache

from sitroom.loader.opening import open_scenario
from sitroom.reports import study_page
from sitroom.study import setup
from sitroom.study.pool import local
from sitroom.study.results import Band, Doubt, Doubted, StudyResult
from tests.command import squeezed

CUBA = "cuba-1962"


@cache
def found() -> StudyResult:
    loaded = open_scenario(CUBA)
    made = setup.begin(loaded, setup.header(loaded, 1), 40, None)
    pool = local(1)
    for _ in made.play(40, pool):
        pass
    pool.close()
    return made.account()


def page(one: StudyResult) -> str:
    return study_page.page(open_scenario(CUBA).lookup, one)


def test_a_whole_campaign_is_one_drawing_that_says_what_it_shows() -> None:
    text = page(found())
    (drawn,) = re.findall(r'<svg class="alluvial".*?</svg>', text)
    assert "<title>The whole campaign</title><desc>" in drawn
    asked = [one for one in found().questions if not one.answer and one.asked.count]
    assert drawn.count("translate(") == len(asked)
    taken = sum(bool(o.count) for one in asked for o in one.options)
    assert drawn.count('class="node"') == taken  # every option that was taken, and no other
    assert 'class="way"' in drawn
    assert not re.search(r'(src|href)="(?!#)', text)  # nothing is fetched
    assert "(what history chose)" in text  # the same in words


def test_bands_and_ribbons_hold_all_runs() -> None:
    flows = found().flows
    assert flows is not None
    for one, after in {(flow.question, flow.next) for flow in flows}:
        leaving = found().after(one, after)
        for o in found().question(one).options:
            assert sum(leaving.get(o.id, {}).values()) in ({o.count, 0} if o.count else {0})


def test_with_doubt_a_share_is_told_between_its_bounds_and_bars_have_lighter_ends() -> None:
    questions = [
        Doubted(one.id, tuple(Band(o.id, 0.25, 0.5) for o in one.options))
        for one in found().questions
    ]
    plain, text = page(found()), page(replace(found(), doubt=Doubt(20, 200, tuple(questions))))
    assert "given what is uncertain" not in plain
    assert re.search(r"between \d+ and \d+ given what is uncertain", squeezed(text))
    assert text.count('class="band"') > plain.count('class="band"')
    assert 'class="open"' in re.findall(r'<svg class="alluvial".*?</svg>', text)[0]
    told = re.findall(r"(\d+(?:\.\d+)?)\s%, between (\d+) and (\d+)", squeezed(text))
    assert told
    for share, low, high in told:
        assert float(low) - 0.5 <= float(share) <= float(high) + 0.5
