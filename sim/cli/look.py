"""Commands that look at content: list, show, check, evidence."""

import argparse

from sim.cli.out import BAD_CONTENT, DONE, UsageError, nearest, show_json, show_lines


def list_(options: argparse.Namespace) -> int:
    """List scenarios, their decisions and actors."""
    from sim.content import bundle
    from sim.content.load import load

    found = {name: load(bundle.read(name)) for name in bundle.scenarios()}
    if options.json:
        show_json(
            {
                "scenarios": [
                    {
                        "id": name,
                        "title": content.scenario.title,
                        "decisions": [d.id for d in content.scenario.decisions],
                        "actors": list(content.actors),
                    }
                    for name, content in found.items()
                ]
            }
        )
        return DONE
    for name, content in found.items():
        show_lines([f"{name}: {content.scenario.title}"])
        show_lines([f"  decision {d.id}: {d.title}" for d in content.scenario.decisions])
        show_lines([f"  actor {actor.id}: {actor.name}" for actor in content.actors.values()])
    return DONE


def show(options: argparse.Namespace) -> int:
    """Show a scenario, an actor or a decision."""
    from pathlib import Path

    from sim.content import bundle
    from sim.content.load import load
    from sim.content.lookup import Lookup
    from sim.debrief import pages

    by_path = Path(options.name).exists() and options.name not in bundle.scenarios()
    named = [options.name] if by_path else [options.scenario] if options.scenario else None
    names = named or bundle.scenarios()
    known: list[str] = [] if named else list(names)
    for name in names:
        content = load(bundle.read(name))
        lookup, page, plain = Lookup(content), None, None
        if by_path or options.name == content.scenario.id:
            page, plain = pages.scenario_page(content), pages.scenario_plain(content)
        elif options.name in content.actors:
            actor = content.actors[options.name]
            page, plain = pages.actor_page(lookup, actor), pages.actor_plain(actor)
        elif options.name in lookup.questions:
            asked = lookup.questions[options.name]
            page = pages.decision_page(lookup, asked, history=options.history)
            plain = pages.decision_plain(asked, history=options.history)
        if page is not None:
            show_json(plain) if options.json else show_lines(page)
            return DONE
        known += [*content.actors, *(d.id for d in content.scenario.decisions)]
    raise UsageError(f"there is nothing called '{options.name}'. {nearest(options.name, known)}")


def check(options: argparse.Namespace) -> int:
    """Print every mistake in scenarios, or that there is none."""
    from pathlib import Path

    from sim.content import bundle
    from sim.content.load import load
    from sim.content.problems import ContentError

    failed = False
    for name in options.path or bundle.scenarios():
        places = {file: str(path) for file, path in bundle.locate(name).items()}
        try:
            content = load(bundle.read(name))
        except ContentError as raised:
            failed = True
            error = raised.at(places)
            print("\n".join(map(str, error.problems)))  # unwrapped: editors follow file:line
        else:
            warned = ContentError(content.warnings).at(places).problems
            print("".join(f"{warning}\n" for warning in warned), end="")
            own = bundle.roots()[0]
            shipped = sum(
                f"actors/{a}.yaml" in places
                and Path(places[f"actors/{a}.yaml"]).is_relative_to(own)
                for a in content.actors
            )
            print(
                f"{name}: no mistakes found in {len(content.scenario.decisions)} decisions and {len(content.actors)} actors ({shipped} of them shipped with Sitroom)"
            )
    return BAD_CONTENT if failed else DONE


def evidence(options: argparse.Namespace) -> int:
    """Print claims with their citations, and which paragraphs are used."""
    from sim.content import bundle
    from sim.content.load import load
    from sim.content.lookup import Lookup
    from sim.debrief import evidence as page

    known: list[str] = []
    for name in [options.scenario] if options.scenario else bundle.scenarios():
        content = load(bundle.read(name))
        lookup = Lookup(content)
        lines = page.page(lookup, options.name)
        if lines is not None:
            if options.json:
                show_json(page.as_plain(lookup, options.name))
            else:
                show_lines(lines)
            return DONE
        known += [*content.actors, *content.scenario.sources]
        known += [decision.id for decision in content.scenario.decisions]
    raise UsageError(f"there is nothing called '{options.name}'. {nearest(options.name, known)}")
