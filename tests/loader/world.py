"""A small valid scenario, and helpers to break it in one place."""

from pathlib import Path

from sitroom.loader import bundle
from sitroom.loader.load import load
from sitroom.scenario.content import Content
from sitroom.scenario.problems import ContentError, Problem

MAIN = "scenarios/harbour.yaml"
MAYOR = "actors/mayor.yaml"
PORT = "actors/port.yaml"

HARBOUR = """\
format: 1
id: harbour
title: Who may enter the harbour
summary: A town decides whether a damaged ship may enter.
sources:
  paper:
    title: The morning paper
    kind: Report
    date: 2024-03-01
    paragraphs: 9
concerns:
  safety:
    title: Safety
    says: Whether the ship is dangerous.
  trade:
    title: Trade
    says: Whether the town earns by it.
ladders:
  entry:
    title: How far in
    rungs:
      - {id: refuse, title: Refuse}
      - {id: anchor, title: Anchor outside}
      - {id: quay, title: Come to the quay, ends: yes}
indicators:
  stocks:
    title: Stocks in the port
    start: 40
    says: How full the stores are.
decisions:
  - id: entry
    date: 2024-03
    title: The ship asks to come in
    question: May it enter?
    briefing: It leaks a little.
    ladder: entry
    options:
      - id: no
        title: Refuse it
        rung: refuse
        means: It sails on.
      - id: yes
        title: Let it in
        rung: quay
        means: It is repaired here.
        effects:
          - {concern: trade, claim: 0.5, rate: 0.2, actors: [port]}
        indicators: {stocks: -5}
    rule:
      kind: consent
      decider: mayor
      consent: [port]
    table:
      - actor: mayor
        influence: 70
      - actor: port
    bears:
      safety:
        value: 1
      trade:
        value: 0.5
    arguments:
      - id: leak
        concern: safety
        claim: -0.8
        says: It may sink at the quay.
        by: [port]
        rebuts: [mayor.jobs]
        evidence:
          - source: paper
            paragraph: 3
            as_of: 2024-02-28
            says: The ship takes in water.
    injects:
      - id: storm
        date: 2024-03-02
        title: A storm
        says: The wind rises.
        evidence: []
    history:
      option: yes
      date: 2024-04-02
      says: It was let in.
      evidence:
        - {source: paper, paragraph: 9, as_of: 2024-04-02, says: It came in.}
    response:
      title: The owner answers
      question: Does the owner pay?
      ladder: entry
      options:
        - {id: pays, title: Pay, rung: refuse, means: The bill is paid., at: 0}
        - {id: sues, title: Sue, rung: anchor, means: A court decides., at: 80}
      rule:
        kind: majority
      table:
        - actor: owner
"""

ACTOR = """\
format: 1
id: {id}
name: The {id}
short: {id}
who: Someone in town.
aim: To do well.
trusts:
  {friend}: 0.5
concerns:
  safety:
    weight: 0.5
    belief: -0.2
arguments:
  - id: jobs
    concern: trade
    claim: 0.5
    says: There is work in it.
    evidence:
      - {{source: paper, paragraph: 2, as_of: 2024-02, says: The yard is idle.}}
positions:
  {question}:
    position: 60
    salience: 80
    confidence: explicit
    evidence:
      - source: paper
        paragraph: 4
        as_of: 2024-02-20
        says: Said so at the gate.
"""


def files() -> dict[str, str]:
    """The bundle of the valid scenario."""
    return {
        MAIN: HARBOUR,
        MAYOR: ACTOR.format(id="mayor", friend="port", question="entry"),
        PORT: ACTOR.format(id="port", friend="mayor", question="entry"),
        "actors/owner.yaml": ACTOR.format(id="owner", friend="port", question="entry.answer"),
        "actors/bystander.yaml": "id: [broken",
    }


def folder_files() -> dict[str, str]:
    """The same with its decision in a file of its own."""
    whole = files()
    head, _, decision = whole.pop(MAIN).partition("decisions:\n")
    home = "scenarios/harbour"
    lines = [line[4:] for line in decision.splitlines()]
    return {
        f"{home}/scenario.yaml": head + "decisions: [entry]\n",
        f"{home}/decisions/entry.yaml": "\n".join(lines) + "\n",
        **whole,
    }


def broken(text: dict[str, str], file: str, old: str, new: str) -> dict[str, str]:
    """The bundle with the first `old` of a file replaced, which must be there."""
    assert old in text[file], f"{old!r} is not in {file}"
    return {**text, file: text[file].replace(old, new, 1)}


def problems(text: dict[str, str]) -> tuple[Problem, ...]:
    """What is wrong with a bundle; nothing if it loads."""
    try:
        return load(text).warnings
    except ContentError as error:
        return error.problems


def write(root: Path, text: dict[str, str]) -> Path:
    """Put a bundle on the disk as a content root."""
    for name, content in text.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


def loaded(scenario: str, root: Path) -> Content:
    return load(bundle.read(scenario, root))


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return what all files below a folder hold."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
