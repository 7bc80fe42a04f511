"""REFI-QDA projects, the exchange format of programs for qualitative analysis (qdasoftware.org).

A position is a code called `ACTOR | DECISION | POSITION`, or codes nested in that order. A project
that is written holds no article: each paragraph stands there as a line with its number.
"""

import io
import re
import struct
import uuid
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from sitroom.coding.errors import CodingError
from sitroom.coding.rows import Row
from sitroom.scenario.coding import Code, Coding
from sitroom.scenario.content import Content

_SPACE = "{urn:QDA-XML:project:1.0}"
_NOTED = f"{_SPACE}NoteRef"
# All that the standard library raises over an archive or a text that was made to break it.
_UNSOUND = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ET.ParseError),
    *(EOFError, LookupError, OSError, OverflowError, RuntimeError, ValueError),
)
_NOTES = ("salience", "confidence", "as_of", "note")  # what the format has no place for
MOST = 20 * 1024 * 1024
_FROM = uuid.UUID("6f2b1c9e-4d0a-5b7e-9a3c-2f1e8d7c6b5a")  # of our projects: same codes, same ids


def rows(data: bytes) -> tuple[list[Row], list[str]]:
    """Return the positions coded in a project as rows, and what was left out.

    Raises CodingError where it is no such project.
    """
    try:
        return _rows(*_parts(data))
    except _UNSOUND:
        raise CodingError("it can't be read as a REFI-QDA project") from None


def _parts(data: bytes) -> tuple[ET.Element, dict[str, bytes]]:
    """Return the project in an archive, and its texts by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MOST:
            raise CodingError(f"the project is over {MOST // 1024**2} MB")
        names = [info.filename for info in archive.infolist()]
        name = next((one for one in names if one.endswith(".qde")), None)
        if name is None:
            raise CodingError("there is no project in it (project.qde)")
        texts = {one.rsplit("/", 1)[-1]: archive.read(one) for one in names if one[-4:] == ".txt"}
        return _tree(archive.read(name)), texts


def _tree(data: bytes) -> ET.Element:
    bare = data.replace(b"\0", b"")  # of UTF-16, which is read as well
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        raise CodingError("the project declares entities, which no such project needs")
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(["start"])
    parser.feed(data)
    parser.close()
    for event in parser.read_events():
        for part in event:
            if isinstance(part, ET.Element):
                return part
    raise CodingError("the project is empty")


def _rows(tree: ET.Element, texts: Mapping[str, bytes]) -> tuple[list[Row], list[str]]:
    users = {one.get("guid"): one.get("name", "") for one in tree.iter(f"{_SPACE}User")}
    codes: dict[str | None, tuple[str, ...]] = {}
    for top in tree.iterfind(f"{_SPACE}CodeBook/{_SPACE}Codes/{_SPACE}Code"):
        codes |= dict(_nested(top, ()))
    notes = {
        one.get("guid"): one.findtext(f"{_SPACE}PlainTextContent") or ""
        for one in tree.iterfind(f"{_SPACE}Notes/{_SPACE}Note")
    }
    found: list[Row] = []
    other = 0
    for source in tree.iter(f"{_SPACE}TextSource"):
        file = source.get("plainTextPath", "").removeprefix("internal://").rsplit("/", 1)[-1]
        text = texts.get(file, b"").decode("utf-8-sig", "replace")
        for selection in source.iterfind(f"{_SPACE}PlainTextSelection"):
            start = selection.get("startPosition", "0")
            place = _paragraph(text, int(start) if start.isdecimal() else 0)
            says = selection.findtext(f"{_SPACE}Description")
            for coding in selection.iterfind(f"{_SPACE}Coding"):
                ref = coding.find(f"{_SPACE}CodeRef")
                path = codes.get(None if ref is None else ref.get("targetGUID"), ())
                if len(path) != 3:
                    other += 1
                    continue
                user = coding.get("creatingUser") or selection.get("creatingUser")
                fields = dict(zip(("actor", "decision", "position"), path, strict=True))
                fields["coder"] = users.get(user) or "coder"
                if text:
                    fields |= {"source": source.get("name", ""), "paragraph": str(place)}
                if says:
                    fields["says"] = " ".join(says.split())
                for noted in (*selection.iterfind(_NOTED), *coding.iterfind(_NOTED)):
                    fields |= _of_note(notes.get(noted.get("targetGUID"), ""))
                found.append(Row(len(found) + 1, fields))
    if not found:
        raise CodingError(
            "no code in it is a position",
            "Call codes ACTOR | DECISION | POSITION, or nest them so.",
        )
    left = [f"Left out: {other} codings whose code is no ACTOR | DECISION | POSITION."]
    return found, left * bool(other)


def _of_note(text: str) -> dict[str, str]:
    """Return what a note tells of a code, a line each; what is no field of it is its note."""
    found: dict[str, str] = {}
    rest = []
    for line in text.splitlines():
        key, mark, value = line.partition(":")
        if mark and key.strip() in _NOTES and value.strip():
            found[key.strip()] = value.strip()
        else:
            rest.append(line)
    words = " ".join(" ".join(rest).split())
    return found | ({"note": words} if words else {})


def _nested(
    code: ET.Element, above: tuple[str, ...]
) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    """Yield a code and those below it, each with the names that lead there."""
    names = (*above, *(part.strip() for part in code.get("name", "").split("|")))
    yield code.get("guid"), names
    for below in code.iterfind(f"{_SPACE}Code"):
        yield from _nested(below, names)


def _paragraph(text: str, start: int) -> int:
    return 1 + len(re.findall(r"\n[ \t\r]*\n", text[:start]))


def project(content: Content, codings: Mapping[str, Coding]) -> bytes:
    """Return all positions of coders as a project."""
    scenario = content.scenario
    held = [
        (coder, code)
        for coder, coding in codings.items()
        for code in coding.codes
        if code.kind == "position"
    ]
    names = {_name(code): _guid("code", _name(code)) for _, code in held}
    files: dict[str, str] = {}
    sources, notes = [], []
    for id_, source in scenario.sources.items():
        lines = [f"{source.numbered[:-1]} {n}" for n in range(1, source.paragraphs + 1)]
        own = [(coder, code) for coder, code in held if code.source == id_ and code.paragraph]
        guid = _guid("source", id_)
        files[f"sources/{guid}.txt"] = "\n\n".join(lines) + "\n"
        inner = "".join(_selection(n, one, lines, names) for n, one in enumerate(own))
        notes += [_note(n, *one) for n, one in enumerate(own)]
        head = f'guid="{guid}" name={quoteattr(id_)} plainTextPath="internal://{guid}.txt"'
        sources.append(f"<TextSource {head}>{inner}</TextSource>")
    users = "".join(f'<User guid="{_guid("user", c)}" name={quoteattr(c)}/>' for c in codings)
    codes = "".join(
        f'<Code guid="{guid}" name={quoteattr(name)} isCodable="true"/>'
        for name, guid in names.items()
    )
    whole = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project xmlns="urn:QDA-XML:project:1.0" name={quoteattr(scenario.title)} origin="Sitroom">'
        f"<Users>{users}</Users><CodeBook><Codes>{codes}</Codes></CodeBook>"
        f"<Sources>{''.join(sources)}</Sources>{_all_notes(notes)}</Project>\n"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in {"project.qde": whole, **files}.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return data.getvalue()


def _selection(
    number: int, one: tuple[str, Code], lines: list[str], names: Mapping[str, str]
) -> str:
    coder, code = one
    assert code.paragraph is not None
    start = sum(len(line) + 2 for line in lines[: code.paragraph - 1])
    end = start + len(lines[code.paragraph - 1])
    key = f"{coder} {number} {code.source}"
    user = _guid("user", coder)
    says = f"<Description>{_escaped(code.says)}</Description>" if code.says else ""
    noted = f'<NoteRef targetGUID="{_guid("note", key)}"/>' if _noted(code) else ""
    return (
        f'<PlainTextSelection guid="{_guid("selection", key)}" name="{lines[code.paragraph - 1]}" '
        f'startPosition="{start}" endPosition="{end}" creatingUser="{user}">{says}'
        f'<Coding guid="{_guid("coding", key)}" creatingUser="{user}">'
        f'<CodeRef targetGUID="{names[_name(code)]}"/></Coding>{noted}</PlainTextSelection>'
    )


def _noted(code: Code) -> str:
    """Return what the format has no place for, a line each."""
    given = [(name, getattr(code, name)) for name in _NOTES]
    return "\n".join(
        f"{name}: {f'{one:.10g}' if isinstance(one, float) else one}"
        for name, one in given
        if one is not None
    )


def _note(number: int, coder: str, code: Code) -> str:
    text = _noted(code)
    guid = _guid("note", f"{coder} {number} {code.source}")
    content = f"<PlainTextContent>{_escaped(text)}</PlainTextContent>"
    return f'<Note guid="{guid}" name={quoteattr(_name(code))}>{content}</Note>' if text else ""


def _all_notes(notes: list[str]) -> str:
    return f"<Notes>{''.join(notes)}</Notes>" if any(notes) else ""


def left_out(codings: Mapping[str, Coding]) -> list[str]:
    """Return what a project has no place for, in words."""
    codes = [code for coding in codings.values() for code in coding.codes]
    other = sum(code.kind != "position" for code in codes)
    loose = sum(code.kind == "position" and not (code.source and code.paragraph) for code in codes)
    return [
        f"Left out: {count} {what}. A CSV table holds them."
        for count, what in (
            (other, "beliefs, arguments and events: a project holds positions"),
            (loose, "positions without a paragraph: a project holds passages"),
        )
        if count
    ]


def _name(code: Code) -> str:
    place = "silent" if code.silent else f"{code.position:.10g}"
    return f"{code.actor} | {code.decision} | {place}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _guid(kind: str, name: str) -> str:
    return str(uuid.uuid5(_FROM, f"{kind}:{name}"))
