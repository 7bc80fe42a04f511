"""A scenario that is whole, with its actors, as it was read from a bundle of files."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sitroom.scenario.problems import Problem
from sitroom.scenario.schema import Actor, Scenario


@dataclass(frozen=True, slots=True)
class Content:
    """A scenario that is whole and makes sense, with the actors at its tables.

    Actors stand in the order of their first appearance over the tables, decision by decision.
    `digest` is the SHA-256 of the bundle; `warnings` are what an author should look at.
    """

    scenario: Scenario
    actors: dict[str, Actor]
    digest: str
    warnings: tuple[Problem, ...] = ()
    original: "Content | None" = None  # as its author wrote it, where settings were made
    forced: Mapping[str, str] = field(default_factory=dict)  # options that are taken, by question


def digest(bundle: Mapping[str, str]) -> str:
    """SHA-256 of the sorted names and texts of a bundle, in hexadecimal."""
    whole = json.dumps(sorted(bundle.items())).encode()
    return hashlib.sha256(whole).hexdigest()
