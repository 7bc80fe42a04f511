"""The model held against history: honest figures, and none that knows the answer."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sitroom.engine.model import CompiledScenario
from sitroom.policies.reference import with_history
from sitroom.study import backtest, perturb
from sitroom.study.pool import Alone
from sitroom.study.results import plain
from tests.command import Sitroom, cuba, ukraine


def known(model: CompiledScenario) -> list[str]:
    return [q.id for q in model.questions if q.past is not None and not q.is_answer]


def test_the_json_has_the_documented_shape(sitroom: Sitroom) -> None:
    found = sitroom("backtest", "cuba-1962", "--runs", "24", "--json").json
    assert [row["id"] for row in found["decisions"]] == known(cuba().model)
    for row in found["decisions"]:
        asked = cuba().lookup.questions[row["id"]].question
        assert asked.history is not None
        assert row["historical_option"] == asked.history.option
        assert sum(row["chances"].values()) == pytest.approx(1, abs=1e-4)
        chance = row["chances"][row["historical_option"]]
        assert row["share_historical"] == pytest.approx(chance, abs=0.25)
        assert row["top1"] == (chance == max(row["chances"].values()))
    assert set(found["scores"]) == {
        "model",
        "lowest",
        "highest",
        "uniform",
        "undebated",
        "weighted_mean",
    }
    for row in found["scores"].values():
        assert set(row) == {"top1", "brier", "log"}
    assert set(found["campaign"]) == {"declared", "derived"}


@pytest.mark.slow
def test_the_text_tells_the_same_figures(sitroom: Sitroom) -> None:
    arguments = ("backtest", "cuba-1962", "--runs", "20", "--seed", "3")
    found = sitroom(*arguments, "--json").json
    told = sitroom(*arguments).out
    assert f"Brier {found['scores']['model']['brier']:.3f}" in told
    for row in found["decisions"]:
        assert f"{row['share_historical']:6.1%}  {row['id']}" in told


def test_a_forecast_does_not_know_the_outcome_of_its_decision() -> None:
    model = cuba().model
    for name in known(model)[::4]:  # each costs a walk of the whole path; Ukraine's are in shipped
        number = model.question(name)
        question = model.questions[number]
        was = next(p for p in backtest.probes(model) if p.question.id == name)
        for other in range(len(question.options)):
            questions = list(model.questions)
            questions[number] = replace(question, past=other)
            changed = replace(model, questions=tuple(questions))
            probe = next(p for p in backtest.probes(changed) if p.question.id == name)
            assert (backtest.model_chances(probe) == backtest.model_chances(was)).all()


def test_scores_are_those_of_the_books() -> None:
    sure, even = np.array([1.0, 0.0]), np.array([0.5, 0.5])
    assert vars(backtest.score([sure, sure], [0, 0])) == {"top1": 2, "brier": 0.0, "log": 0.0}
    assert vars(backtest.score([sure], [1])) == {
        "top1": 0,
        "brier": 2.0,
        "log": pytest.approx(-math.log(0.01), abs=1e-6),
    }
    assert backtest.score([even], [1]).brier == 0.5
    assert backtest.score([even], [1]).log == pytest.approx(math.log(2), abs=1e-6)


def test_baselines_are_what_they_say() -> None:
    for probe in backtest.probes(cuba().model):
        rows = backtest.baselines(probe)
        assert rows["lowest"][0] == rows["highest"][-1] == 1
        assert rows["uniform"] == pytest.approx(1 / len(probe.question.options))
        for row in rows.values():
            assert row.sum() == pytest.approx(1)


def test_a_jiggle_of_nothing_changes_nothing_and_a_real_one_is_repeatable() -> None:
    model = cuba().model
    assert perturb.scored(perturb.jiggled(model, 0.0, 1, 0)) == perturb.scored(model)
    one, again, other = (perturb.scored(perturb.jiggled(model, 0.1, 1, n)) for n in (5, 5, 6))
    assert one == again
    assert one != other
    shaken = perturb.jiggled(model, 0.25, 1, 0)
    assert (np.abs(shaken.start.beliefs) <= 1).all()
    assert ((shaken.trust >= 0) & (shaken.trust <= 1)).all()
    assert (np.abs(np.subtract(shaken.start.beliefs, model.start.beliefs)) <= 0.25 + 1e-12).all()


def test_a_decision_left_out_is_forecast_without_its_declared_positions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, values in (
        ("GAINS", 2.0),
        ("RESERVES", 0.4),
        ("CARRIES", 0.3),
        ("TEMPERATURES", 15.0),
    ):
        monkeypatch.setattr(perturb, name, (values,))
    model = cuba().model
    rows = perturb.forecasts(model, 2.0, Alone(), lambda: None)
    found: Any = plain(perturb.leave_one_out(rows))
    assert [row["id"] for row in found["decisions"]] == known(model)
    probe = next(iter(backtest.probes(with_history(backtest.undeclared(model)))))
    chance = backtest.model_chances(probe)[probe.outcome]
    assert found["decisions"][0]["chance_historical"] == pytest.approx(chance, abs=1e-6)
    assert not any(probe.question.declared)


def test_a_free_campaign_counts_what_it_asked() -> None:
    days = {q.id: 10 * i for i, q in enumerate(ukraine().model.questions)}
    found: Any = plain(backtest.free(ukraine().model, days, 8, 1))
    for row in found["decisions"]:
        assert 0 <= row["asked"] <= 1
        assert row["as_history"] is None or 0 <= row["as_history"] <= 1
    assert found["decisions"][0]["asked"] == 1
    assert found["delays"]
    for row in found["delays"].values():
        assert 0 <= row["runs"] <= 1


def test_what_a_run_was_not_asked_is_not_counted() -> None:
    model = ukraine().model
    top = len(model.questions[0].options) - 1
    questions = list(model.questions)
    again = questions[0].next
    assert again is not None
    # Everything is granted at the first question, and the second one would ask it again.
    questions[0] = replace(questions[0], stance=questions[0].stance + 99.0, next=again)
    questions[again] = replace(questions[again], asks_again=0)
    granted = replace(model, questions=tuple(questions), temperature=0.0)
    days = {q.id: i for i, q in enumerate(model.questions)}
    found: Any = plain(backtest.free(granted, days, 4, 1))
    rows = {row["id"]: row for row in found["decisions"]}
    assert questions[0].options[top].id
    assert rows[questions[0].id]["asked"] == 1
    assert rows[questions[again].id] == {
        "id": questions[again].id,
        "asked": 0.0,
        "as_history": None,
    }


def test_explain_adds_up_before_and_after(sitroom: Sitroom) -> None:
    rows = sitroom("explain", "kharkiv-2024", "--json").json
    assert [row["when"] for row in rows] == ["before the debate", "after the debate"]
    for row in rows:
        parts = sum(reason["points"] for reason in row["reasons"])
        assert row["stance"] + parts == pytest.approx(row["position"], abs=1e-6)
    assert not any(reason["cause"] == "said" for reason in rows[0]["reasons"])
    assert "By speaker, in points" in sitroom("explain", "kharkiv-2024").out
    sitroom("explain", "kharkv-2024").refused(2, "Did you mean 'kharkiv-2024'?")


def test_evidence_names_every_paragraph_once_as_used_or_not(sitroom: Sitroom) -> None:
    found = sitroom("evidence", "--json").json
    for id_, source in ukraine().content.scenario.sources.items():
        numbers = sorted(found["used"][id_] + found["unused"][id_])
        assert numbers == list(range(1, source.paragraphs + 1))
    about = sitroom("evidence", "state", "--json").json["claims"]
    assert about
    assert {claim["owner"] for claim in about} == {"state"}
    told = sitroom("evidence", "post-kharkiv").out
    assert "[post-kharkiv:" in told
    assert "[post-reversal:" not in told
    assert "not used: " in told
    sitroom("evidence", "post-karkiv").refused(2, "Did you mean 'post-kharkiv'?")
