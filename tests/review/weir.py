"""A small made-up scenario in which nothing is wrong in form or in meaning, to be spoilt on purpose.

A town below a weir asks to let water through; the valley above answers.
"""

MAIN = "scenarios/weir.yaml"
ENGINEER, WARDEN, MAYOR, VALLEY = (
    f"actors/{name}.yaml" for name in ("engineer", "warden", "mayor", "valley")
)


def evidence(paragraph: int, as_of: str = "2020-03-01", indent: int = 6) -> str:
    """Return the evidence of one passage, indented as where it is put."""
    pad = " " * indent
    return (
        f"{pad}evidence:\n{pad}  - source: paper\n{pad}    paragraph: {paragraph}\n"
        f"{pad}    as_of: {as_of}\n{pad}    says: As the paper has it in passage {paragraph}.\n"
    )


def line(id_: str, by: str, concern: str, claim: float, paragraph: int, indent: int = 4) -> str:
    """Return a line of a decision."""
    pad = " " * indent
    who = f"{pad}  by: [{by}]\n" if by else ""
    return (
        f"{pad}- id: {id_}\n{who}{pad}  concern: {concern}\n{pad}  claim: {claim}\n"
        f"{pad}  strength: 0.6\n{pad}  says: What they say about {id_}.\n"
        + evidence(paragraph, indent=indent + 2)
    )


def decision(id_: str, date: str, past: str, paragraph: int, more: str = "") -> str:
    """Return a decision on opening the weir."""
    return f"""\
  - id: {id_}
    date: {date}
    title: The weir and {id_}
    question: How far is the weir opened?
    briefing: The river stands high.
    ladder: water
    options:
      - id: shut-{id_}
        title: Keep it shut, {id_}
        rung: shut
        means: Nothing flows.
        effects:
          - concern: flood
            claim: 0.3
            rate: 0.1
            actors: [engineer, warden, mayor]
      - id: half-{id_}
        title: Open it half, {id_}
        rung: half
        means: Some of it flows.
        indicators:
          level: -5
      - id: wide-{id_}
        title: Open it wide, {id_}
        rung: wide
        means: All of it flows.
        indicators:
          level: -10
    rule:
      kind: decider
      decider: mayor
    table:
      - actor: engineer
        influence: 70
      - actor: warden
        influence: 60
      - actor: mayor
        influence: 100
    rounds: 2
    bears:
      flood:
        value: 0.9
      fish:
        value: 0.8
    injects:
      - id: rain-{id_}
        date: {date}
        title: It rains, {id_}
        says: More rain has come down.
        effects:
          - concern: flood
            claim: 0.6
            rate: 0.3
            actors: [engineer, warden, mayor]
    arguments:
{line(f"cellars-{id_}", "engineer", "flood", 0.8, 2)}\
{line(f"gauge-{id_}", "engineer, mayor", "flood", 0.6, 3)}\
{line(f"spawning-{id_}", "warden", "fish", -0.8, 4)}\
{line(f"banks-{id_}", "warden, mayor", "fish", -0.5, 5)}\
    history:
      option: {past}-{id_}
      date: {date}
      says: So it was done.
{evidence(paragraph, date)}\
{more}"""


ANSWER = """\
    response:
      to: [half-spring, wide-spring]
      title: The valley answers
      question: What does the valley do?
      ladder: valley
      options:
        - id: accept
          title: Accept it
          rung: quiet
          means: It lets it be.
          effects:
            - concern: flood
              claim: 0.3
              rate: 0.1
              actors: [engineer, warden, mayor]
        - id: complain
          title: Complain
          rung: letter
          means: It writes a letter.
          effects:
            - concern: fish
              claim: -0.4
              rate: 0.1
              actors: [engineer, warden, mayor]
        - id: sue
          title: Go to court
          rung: court
          means: A judge decides.
          effects:
            - concern: fish
              claim: -0.6
              rate: 0.2
              actors: [engineer, warden, mayor]
      rule:
        kind: decider
        decider: valley
      table:
        - actor: valley
          influence: 100
      rounds: 0
      bears:
        shore:
          value: 1
"""

SCENARIO = f"""\
format: 1
id: weir
title: The weir
summary: A town below a weir asks for less water behind it.
sources:
  paper:
    title: The local paper
    kind: Report
    date: 2021-01-01
    paragraphs: 30
concerns:
  flood:
    title: The flood
    says: At -1 there is no danger, at +1 the cellars fill.
    reads:
      level: 0.4
  fish:
    title: The fish
    says: At -1 opening kills the spawn, at +1 it does no harm.
  shore:
    title: The shore
    says: At -1 the valley loses nothing, at +1 it has to act.
ladders:
  water:
    title: The weir
    rungs:
      - id: shut
        title: Shut
      - id: half
        title: Half open
      - id: wide
        title: Wide open
      - id: broken
        title: Broken
  valley:
    title: The valley
    rungs:
      - id: quiet
        title: Quiet
      - id: letter
        title: A letter
      - id: court
        title: A court
indicators:
  level:
    title: The level
    start: 60
    says: How high the river stands.
decisions:
{decision("spring", "2020-04", "half", 20, ANSWER)}\
{decision("summer", "2020-07", "half", 21)}\
{decision("autumn", "2020-10", "half", 22)}\
"""


def actor(
    id_: str,
    flood: float,
    fish: float,
    position: float | None,
    trusts: str,
    *,
    openness: float = 0.5,
    goal: str = "{reached: {water: half}}",
    line_: str = "",
) -> str:
    """Return an actor of the town."""
    positions = "".join(
        f"  {name}:\n    position: {position}\n    salience: 80\n    confidence: implied\n"
        + evidence(number, indent=4)
        for number, name in enumerate(("spring", "summer", "autumn"), 10)
    )
    return f"""\
format: 1
id: {id_}
name: The {id_}
short: {id_}
who: Someone in the town.
aim: To do well by the town.
aims:
  - when: {goal}
    says: what it wants came about
openness: {openness}
trusts:
{trusts}concerns:
  flood:
    weight: 0.8
    belief: {flood}
  fish:
    weight: 0.8
    belief: {fish}
arguments:
{line_}positions:
{positions}"""


VALLEY_TEXT = """\
format: 1
id: valley
name: The valley
short: valley
who: The people above the weir.
aim: To keep the shore as it is.
concerns:
  shore:
    weight: 0.8
    belief: 0.3
"""


def files() -> dict[str, str]:
    """Return the bundle."""
    return {
        MAIN: SCENARIO,
        ENGINEER: actor(
            "engineer",
            0.8,
            0.3,
            78,
            "  mayor: 0.5\n  warden: 0.4\n",
            goal="{reached: {water: wide}}",
            line_=line("old-wall", "", "flood", 0.5, 6, 2),
        ),
        WARDEN: actor(
            "warden",
            -0.4,
            -0.8,
            14,
            "  mayor: 0.5\n  engineer: 0.4\n",
            goal="{not: {reached: {water: wide}}}",
            line_=line("last-year", "", "fish", -0.6, 7, 2),
        ),
        MAYOR: actor(
            "mayor",
            0.2,
            -0.1,
            48,
            "  engineer: 0.6\n  warden: 0.6\n",
            line_=line("both-sides", "", "flood", 0.3, 8, 2),
        ),
        VALLEY: VALLEY_TEXT,
    }
