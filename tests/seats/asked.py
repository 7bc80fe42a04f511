"""What clients ask of a server, and all that a seat can get to hear."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sitroom.errors import SitroomError
from sitroom.library import library
from sitroom.seats.sitting import Sitting
from tests.hidden import ACTORS


async def called(client: Any, tool: str, **arguments: Any) -> Any:
    """The structured answer of a tool, which has to be one."""
    answer = await client.call_tool(tool, arguments)
    assert not answer.is_error, answer.content
    return answer.structured_content


async def refused(client: Any, tool: str, **arguments: Any) -> str:
    answer = await client.call_tool(tool, arguments)
    assert answer.is_error
    return str(answer.content[0].text)


def heard(table: Sitting, seat: str) -> list[str]:
    """All that a seat can get to hear of a table without a move."""
    asks: list[Callable[[], str]] = [
        lambda: table.look(seat, full=True).model_dump_json(),
        lambda: table.moves(seat, full=True).model_dump_json(),
        *(partial(_why, table, seat, actor) for actor in ACTORS),
        lambda: table.forecast(seat).model_dump_json(),
        lambda: table.debrief().model_dump_json(),
        lambda: table.news(seat).model_dump_json(),
        lambda: _pages(table, seat),
    ]
    found = []
    for ask in asks:
        try:
            found.append(ask())
        except SitroomError as error:
            found.append(str(error))
    return found


def _why(table: Sitting, seat: str, actor: str) -> str:
    return table.why(seat, actor).model_dump_json()


def _pages(table: Sitting, seat: str) -> str:
    view = table.view(seat)
    names = [f"actor:{actor}" for actor in view.lookup.content.actors]
    names += [f"decision:{question}" for question in view.lookup.questions]
    return "\n".join(line for name in names for line in library.page(view, name)[1])
