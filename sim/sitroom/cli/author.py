"""Commands for authors: new, schema, migrate."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.editing import check_own, scenario_here
from sitroom.cli.output import BAD_CONTENT, DONE, UsageError, say_error, show_lines, show_names

if TYPE_CHECKING:
    from sitroom.authoring.starter import Home

_EXAMPLE_NEXT = (
    "agree {}                     how far its two coders agree",
    "code {} --coder YOU          code it yourself",
    "settle {} --by YOU           settle what they differ on",
    "play {}                      play it",
)


def new(options: argparse.Namespace) -> int:
    """Write the first files of a scenario or an actor, or add a part to one that there is."""
    from sitroom.scenario.problems import as_id

    name = options.name or ""
    if options.kind == "response" and not name:
        name = options.name = "answer"
    near = as_id(name)
    if not name or name != near:
        hint = f" Did you mean '{near}'?" if near else ""
        rule = "use small letters, digits and hyphens, at most 40"
        raise UsageError(f"'{name[:60]}' can't be a name: {rule}.{hint}")
    if options.kind not in ("scenario", "actor", "example"):
        from sitroom.cli.editing import new_part

        return new_part(options)
    if options.of is not None:
        raise UsageError("--of is for parts of a scenario: inject, response, argument, decision")
    if options.kind != "actor":
        if options.into is not None:
            raise UsageError("a new scenario is written to scenarios/ here; leave out --in")
        return _new_scenario(name, example=options.kind == "example")
    return _new_actor(name, options.into)


def _new_scenario(name: str, *, example: bool) -> int:
    from sitroom.authoring import starter
    from sitroom.files import writing
    from sitroom.loader import bundle

    old = starter.taken(Path("scenarios"), name)
    if old is not None:
        raise UsageError(f"there is {old} already, and it is left as it is. Choose another name.")
    if name in bundle.scenarios():
        place = bundle.origin(name) or "built in"
        raise UsageError(f"there is a scenario '{name}' already ({place}). Choose another name.")
    texts = starter.example_files(name) if example else starter.scenario_files(name)
    folder = Path("scenarios") / name
    writing.create_folder(folder, texts)
    show_lines(["Written:"])
    show_names([f"  {folder / file}" for file in texts])
    if example:
        show_lines(["", *(f"  sitroom {line.format(name)}" for line in _EXAMPLE_NEXT)])
        return DONE
    show_lines(
        [
            "",
            "It plays already. Open the files in an editor, put your own matter in, and type",
            f"  sitroom check {name}     after every change",
            f"  sitroom play {name}      to play it",
            f"  sitroom new actor NAME --in {name}     for one more actor",
        ]
    )
    return DONE


def _new_actor(name: str, into: str | None) -> int:
    from sitroom.authoring import starter
    from sitroom.files import writing

    home = _home(into)
    old = starter.taken(home.folder, name)
    if old is not None:
        raise UsageError(f"there is {old} already, and it is left as it is. Choose another name.")
    path = home.folder / f"{name}.yaml"
    writing.create(path, starter.actor_file(name, home).encode())
    show_names([f"Written: {path}"])
    if home.scenario is None:
        show_lines(
            ["Any scenario of this folder may seat it. Write that scenario's concerns in place"]
        )
        show_lines(["of 'my-concern', and add this under 'table:' of a decision:"])
    else:
        show_lines(["Seat it: add this under 'table:' of a decision of the scenario:"])
    show_lines([f"  - actor: {name}"])
    show_lines(["Then: sitroom check" + (f" {home.scenario}" if home.scenario else "")])
    return DONE


def _home(into: str | None) -> "Home":
    """Return where a new actor belongs. Raises UsageError where that can't be told."""
    from sitroom.authoring.starter import Home, home_of
    from sitroom.loader import bundle

    if into is None:
        into, here = scenario_here(), bundle.scenarios(Path())
        if into is None and here:
            names = ", ".join(here)
            raise UsageError(f"say for which scenario: --in NAME ({names}), or --in . for all")
        into = into or "."
    if Path(into).is_dir() and not bundle.exists(into):
        return Home(Path(into) / "actors")
    main = bundle.main_file(into)
    check_own(into)
    return home_of(main)


def schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of a kind of file, or put schemas beside the files of this folder."""
    from sitroom.authoring import editors
    from sitroom.loader import bundle

    if options.write:
        return _write_schemas(options.kind)
    if options.kind is None:
        raise UsageError(
            "say which: actor, scenario or decision; or --write for all of this folder"
        )
    here = bundle.scenarios(Path()) or bundle.scenarios()
    names = [options.scenario] if options.scenario else here
    print(editors.print_for(options.kind, [bundle.main_file(name) for name in names]))
    return DONE


def _write_schemas(kind: str | None) -> int:
    from sitroom.authoring import editors

    tasks = [task for task in editors.tasks(Path()) if kind in (None, task.kind)]
    if not tasks:
        raise UsageError("there is no content in this folder. Begin: sitroom new scenario NAME")
    changed = [path for task in tasks for path in editors.write(task)]
    unread = sorted({path for task in tasks for path in task.known.unread})
    show_names([f"Written: {path}" for path in changed] or ["Everything is as it should be."])
    show_names([f"Its names are left out, for its mistakes: {path}" for path in unread])
    show_lines(["", "Run this again when you have added names, and the editor will know them."])
    return DONE


def migrate(options: argparse.Namespace) -> int:
    """Bring files up to today's format: show what changes, keep a copy, then change them."""
    from sitroom.authoring import migration as work
    from sitroom.cli.problem_output import show_count, show_problems
    from sitroom.scenario.problems import ContentError

    path = Path(options.path)
    if not path.exists():
        raise UsageError(f"there is no file or folder '{path}'")
    found = work.content_files(path)
    if not found:
        raise UsageError(f"'{path}' holds no scenario, decision or actor")
    try:
        changes = work.changes(found)
    except ContentError as error:
        names = {problem.file for problem in error.problems}
        show_problems(
            error.problems, {name: Path(name).read_text("utf-8", "replace") for name in names}
        )
        show_count(error.problems)
        say_error(["sitroom: no file was changed"])
        return BAD_CONTENT
    for change in changes:
        show_names(change.diff())
    if not changes:
        show_lines([f"All {len(found)} files are in today's format, and none was changed."])
    elif options.dry_run:
        show_lines(["", f"Of {len(found)} files {len(changes)} would change; none was changed."])
    else:
        for change in changes:
            copy = work.apply(change)
            show_names([f"Changed: {change.path} (as it was: {copy.name})"])
    return DONE
