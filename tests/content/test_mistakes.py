"""One mistake in a file gives one error, at its place, in plain words."""

from typing import NamedTuple

import pytest

from sim.content.problems import CODES
from tests.content.world import MAIN, MAYOR, broken, files, problems


class Slip(NamedTuple):
    """`old` becomes `new` in a file; the error points at the text `at` and says `words`."""

    old: str
    new: str
    at: str
    words: str
    hint: str | None = None
    file: str = MAIN


FORM = [
    Slip("question: May", "qestion: May", "qestion", "S001: unknown key 'qestion'", "Did you mean 'question'?"),
    Slip("    briefing: It", "    text: It", "text:", "S001: unknown key 'text'", "Did you mean 'briefing'?"),
    Slip("    says: How full", "  says: How full", "says: How full", "S110: 'says' is indented too little", "It belongs to 'stocks'."),
    Slip("    date: 2024-03\n    title: The ship asks to come in\n    question: May", "    date: 2024-03\n    title: The ship asks to come in\nquestion: May", "briefing: It", "S110: this line is indented too far"),
    Slip("    title: The ship asks to come in\n", "", "id: entry\n", "S002: 'title' is missing"),
    Slip("format: 1\n", "format: 1\nauthor: me\n", "author", "S001: unknown key 'author'", "There are: format, id"),
    Slip("{concern: trade,", "{concern:trade,", "concern:trade", "S001: unknown key 'concern:trade'", "A space is missing after the colon."),
    Slip("            says: The ship takes", "        says2: x\n            says: The ship takes", "says: The ship takes", "S110: this line is indented too far"),
    Slip("briefing: It leaks a little.\n    ladder: entry\n", "briefing: It leaks a little.\n", "id: entry\n", "S002: 'ladder' is missing in decision 'entry'"),
    Slip("format: 1\n", "", "id: harbour", "S002: 'format' is missing"),
    Slip("by: [port]", "by: port", "port\n        rebuts", "S003: 'by' must be a list, not a text", "Write [port]."),
    Slip("    title: Safety\n", "    title: [Safety]\n", "[Safety]", "S003: 'title' must be one value, not a list"),
    Slip("rule:\n      kind: consent\n      decider: mayor\n      consent: [port]", "rule: consent", "consent", "S003: 'rule' must be keys with values, not a text", "How the decision is taken."),
    Slip("paragraph: 3", "paragraph: third", "third", "S003: 'paragraph' must be a whole number at least 1, not 'third'"),
    Slip("paragraph: 3", "paragraph: 3.5", "3.5", "S003: 'paragraph' must be a whole number"),
    Slip("start: 40", "start: full", "full\n", "S003: 'start' must be a number, not 'full'"),
    Slip("ends: yes", "ends: perhaps", "perhaps", "S003: 'ends' must be true or false, not 'perhaps'"),
    Slip("position: 60", "position: 130", "130", "S004: 'position' must be between 0 and 100, not 130", None, MAYOR),
    Slip("position: 60", "position: .nan", ".nan", "S003: 'position' must be a number between 0 and 100", None, MAYOR),
    Slip("position: 60", "position: nan", "nan", "S004: 'position' must be between 0 and 100, not nan", None, MAYOR),
    Slip("start: 40", "start: 1e999", "1e999", "S004: 'start' must be a number with an end, not 1e999"),
    Slip("paragraph: 3", "paragraph: 0", "0\n            as_of: 2024-02-28", "S004: 'paragraph' must be at least 1, not 0"),
    Slip("kind: consent", "kind: consnet", "consnet", "S005: 'kind' must be decider, consent, weighted, majority or unanimity", "Did you mean 'consent'?"),
    Slip("title: Safety", "title: ''", "''", "S006: 'title' is empty"),
    Slip("title: Safety", "title: " + "x" * 121, "xxx", "S006: 'title' is 121 characters long, and 120 is the most"),
    Slip("- id: leak", "- id: The Leak", "The Leak", "S007: 'The Leak' is not an id", "Did you mean 'the-leak'?"),
    Slip("  trade:\n", "  Trade_Now:\n", "Trade_Now", "S007: 'Trade_Now' is not an id", "Did you mean 'trade-now'?"),
    Slip("date: 2024-03\n", "date: March 2024\n", "March", "S008: 'March 2024' is not a date: write 2024-05-30"),
    Slip("date: 2024-03\n", "date: 2024-02-31\n", "2024-02-31", "S008: '2024-02-31' is not in the calendar"),
    Slip("    evidence:\n      - source: paper\n        paragraph: 4\n        as_of: 2024-02-20\n        says: Said so at the gate.\n", "", "entry:\n    position", "S009: 'entry' needs at least one citation under 'evidence'", "A citation has four keys", MAYOR),
    Slip("evidence:\n        - {source: paper, paragraph: 9, as_of: 2024-04-02, says: It came in.}", "evidence: []", "evidence: []\n    response", "S009: 'history' needs at least one citation"),
    Slip("by: [port]", "by: []", "[]\n        rebuts", "S010: 'by' needs at least one entry"),
    Slip("format: 1", "format: 2", "2\n", "S011: this file says format '2', and this program reads format 1", "A newer Sitroom may read it."),
    Slip("says: The wind rises.", "says:", "says:\n        evidence: []", "S012: 'says' has no value"),
    Slip("        value: 1\n", "        # value\n", "safety:\n        #", "S012: 'safety' has no value"),
]  # fmt: skip

SYNTAX = [
    Slip("  paper:\n", "\tpaper:\n", "\tpaper", "S106: a tab stands here"),
    Slip("    kind: Report", "    kind:Report", ":Report", "S107: a space is missing after the colon"),
    Slip("id: harbour\n", "id: harbour\nsubtitle\n", "subtitle", "S107: a colon is missing after 'subtitle'"),
    Slip("title: Who may", "title: Harbour: who may", ": who", "S108: a colon inside a text without quotes", "quotes"),
    Slip("title: A storm", 'title: "A storm', '"A storm', "S109: the quote that opens here is never closed"),
    Slip("title: A storm", "title: 'It's a storm'", "'It's", "S109: the quote that opens here is closed before the text ends", "double quotes"),
    Slip("by: [port]", "by: [port", "[port\n        rebuts", "S109: the bracket that opens here is not closed"),
    Slip("    kind: Report", "     kind: Report", "kind: Report", "S110: this line is indented too far"),
    Slip("      decider: mayor", "     decider: mayor", "decider: mayor", "S110: this line does not line up"),
    Slip("decisions:\n  - id", "decisions: - id", "- id: entry", "S110: a list cannot begin on the line of its key"),
    Slip("title: A storm", "title: @storm", "@storm", "S119: a text that begins with @ must be in quotes"),
    Slip("title: A storm", "title: *storm", "*storm", "S111: a text that begins with * must be in quotes"),
    Slip("title: A storm", "title: &storm x", "&storm", "S111: a text that begins with & must be in quotes"),
    Slip("title: A storm", "title: !storm", "!storm", "S113: a text that begins with ! must be in quotes"),
    Slip("    ladder: entry\n", "    <<: {ladder: entry}\n", "<<", "S112: merge keys"),
    Slip("    ladder: entry\n", "    ladder: entry\n    ladder: exit\n", "ladder: exit", "S114: the key 'ladder' stands twice, on line 36 and here"),
    Slip("      - id: yes\n", "", "title: Let", "S114: the keys 'title', 'rung', 'means' stand twice, from line 39 and from here on", "Is the line missing above"),
    Slip("    ladder: entry\n", "    ? [a, b]\n    : c\n", "[a, b]", "S115: a key must be a text"),
    Slip("format: 1\n", "format: 1\n---\n", "---", "S116: a second document begins here"),
    Slip("title: A storm", 'title: "A \\q storm"', '"A \\q', "S105: a backslash in double quotes"),
    Slip("title: A storm", "title: | A storm", "| A", "S105: after | or > the text begins on the next line"),
]  # fmt: skip

SENSE = [
    Slip("- actor: port", "- actor: prot", "prot", "S201: there is no actor 'prot'", "Did you mean 'port'?"),
    Slip("by: [port]", "by: [prot]", "prot", "S201: there is no actor 'prot'", "Did you mean 'port'?"),
    Slip("decider: mayor", "decider: major", "major", "S201: there is no actor 'major'", "Did you mean 'mayor'?"),
    Slip("consent: [port]", "consent: [prot]", "prot", "S201: there is no actor 'prot'"),
    Slip("actors: [port]", "actors: [sailor]", "sailor", "S201: there is no actor 'sailor'"),
    Slip("  port: 0.5", "  prot: 0.5", "prot", "S201: there is no actor 'prot'", "Did you mean 'port'?", MAYOR),
    Slip("{concern: trade", "{concern: trad", "trad,", "S202: there is no concern 'trad'", "Did you mean 'trade'?"),
    Slip("bears:\n      safety", "bears:\n      saftey", "saftey", "S202: there is no concern 'saftey'", "Did you mean 'safety'?"),
    Slip("  safety:\n", "  danger:\n", "danger", "S202: there is no concern 'danger'", "There are: safety, trade.", MAYOR),
    Slip("rung: quay", "rung: key", "key\n", "S203: there is no rung 'key'", "There are: refuse, anchor, quay."),
    Slip("    ladder: entry\n", "    ladder: enrty\n", "enrty", "S204: there is no ladder 'enrty'", "Did you mean 'entry'?"),
    Slip("source: paper\n", "source: papers\n", "papers", "S205: there is no source 'papers'", "Did you mean 'paper'?"),
    Slip("{stocks: -5}", "{stock: -5}", "stock:", "S206: there is no indicator 'stock'", "Did you mean 'stocks'?"),
    Slip("[mayor.jobs]", "[mayor.job]", "mayor.job", "S207: there is no argument 'mayor.job'", "Did you mean 'mayor.jobs'?"),
    Slip("[mayor.jobs]", "[leek]", "leek", "S207: there is no argument 'leek'", "Did you mean 'leak'?"),
    Slip("[mayor.jobs]", "[leak]", "leak]", "S207: an argument cannot rebut itself"),
    Slip("  entry:\n", "  entyr:\n", "entyr", "S208: there is no decision 'entyr'", "Did you mean 'entry'?", MAYOR),
    Slip("option: yes", "option: maybe", "maybe", "S209: there is no option 'maybe'", "There are: no, yes."),
    Slip("paragraph: 3", "paragraph: 12", "12\n", "S210: 'paper' has 9 paragraphs, and this is 12"),
    Slip("rung: refuse, means: The bill", "rung: quay, means: The bill", "anchor, means", "S301: 'anchor' is a lower rung than 'quay' before it", "Write the lowest option first."),
    Slip("paid., at: 0}", "paid.}", "{id: pays", "S302: this option has no 'at', and others have", "Give it to all or none."),
    Slip("at: 80", "at: 0", "0}\n      rule", "S302: 'at' must be higher than 0 before it, not 0"),
    Slip("      decider: mayor\n", "", "rule:\n      kind: consent", "S303: a rule of kind 'consent' needs a 'decider'"),
    Slip("decider: mayor", "decider: owner", "owner\n      consent", "S303: 'owner' is not at the table"),
    Slip("kind: majority", "kind: majority\n        decider: owner", "decider: owner", "S304: a rule of kind 'majority' has no decider", "Delete the key."),
    Slip("      consent: [port]\n", "", "rule:\n      kind: consent", "S305: a rule of kind 'consent' says under 'consent' who must agree"),
    Slip("kind: consent", "kind: decider", "consent: [port]", "S305: a rule of kind 'decider' asks for no consent"),
    Slip("consent: [port]", "consent: [owner]", "owner]", "S305: 'owner' is not at the table"),
    Slip("- id: yes", "- id: no", "no\n        title: Let", "S306: the option 'no' stands twice, as item 1 and here"),
    Slip("{id: anchor, title", "{id: refuse, title", "refuse, title: Anchor", "S306: the rung 'refuse' stands twice"),
    Slip("- actor: port", "- actor: mayor", "mayor\n    bears", "S306: the actor 'mayor' stands twice"),
    Slip("as_of: 2024-02-28", "as_of: 2024-05", "2024-05", "S307: this speaks of 2024-05, and the decision is taken on 2024-03"),
    Slip("as_of: 2024-02-20", "as_of: 2025", "2025", "S307: this speaks of 2025", None, MAYOR),
    Slip("date: 2024-03-02", "date: 2024-04-01", "2024-04-01", "S307: this happens on 2024-04-01"),
    Slip("id: harbour", "id: harbor", "harbor", "S308: the id 'harbor' differs from the name of its file", "Write 'harbour'"),
    Slip("id: mayor", "id: major", "major", "S308: the id 'major' differs", "Write 'mayor'", MAYOR),
    Slip("by: [port]", "by: [owner]", "[owner]", "S309: nobody at the table can use this argument"),
    Slip("by: [port]", "by: [port, owner]", "owner]", "S309: 'owner' is not at the table"),
    Slip("start: 40", "start: 140", "140", "S310: 'start' must lie between 0 and 100, not 140"),
]  # fmt: skip


def place(text: str, found: str) -> tuple[int, int]:
    """Line and column from 1 of the first `found`."""
    before = text[: text.index(found)].split("\n")
    return len(before), len(before[-1]) + 1


@pytest.mark.parametrize("slip", FORM + SYNTAX + SENSE, ids=lambda slip: slip.new[:40])
def test_one_mistake_gives_one_error_at_its_place(slip: Slip) -> None:
    text = broken(files(), slip.file, slip.old, slip.new)
    found = problems(text)
    assert len(found) == 1, "\n".join(map(str, found))
    problem = found[0]
    assert slip.words in f"{problem.code}: {problem.message}"
    assert (slip.hint or "") in (problem.suggestion or "")
    assert (problem.file, problem.line, problem.column) == (
        slip.file,
        *place(text[slip.file], slip.at),
    )


def test_every_code_used_has_a_meaning() -> None:
    slips = FORM + SYNTAX + SENSE
    assert {slip.words[:4] for slip in slips} <= CODES.keys()
