"""Live pages: who looks at what, and the regions of a page that have changed, as they change.

A stream carries server-sent events, each the regions that now look different, as HTML. Whatever
changes several times while one page is being drawn is drawn once more, not several times. A beat
comes in between: a page that hears none knows that its stream has died in silence.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Hashable
from concurrent.futures import ThreadPoolExecutor

from sitroom.classroom.folders import StoreError
from sitroom.errors import SitroomError
from sitroom.narration import class_text

HEARTBEAT = 15.0  # seconds; static/app.js waits for two of them and a bit
RETRY = "retry: 1500\n\n"
BEAT = "event: beat\ndata: {}\n\n"
END = "event: end\ndata: {}\n\n"  # the page is to load itself anew
RESTS = "event: rests\ndata: {}\n\n"  # it is open in too many places
MOST_EACH = 4  # streams of one owner
# Pages are drawn one after the other: many at once would all be late, and requests with them.
_DRAWING = ThreadPoolExecutor(2, "drawing")
Regions = dict[str, str]


class GoneError(SitroomError):
    """Whoever looked may look no longer; its page is to be loaded anew."""

    title = class_text.PAGE_IS_OUT_DATE


class Stream:
    """One open page: how it is drawn, and what has still to be sent."""

    def __init__(self, draw: Callable[[], Regions], owner: Hashable = None) -> None:
        self.draw, self.owner = draw, owner
        self.shown: Regions = {}
        self.pending: Regions = {}
        self.closed, self.last = False, ""
        self.wake = asyncio.Event()

    def offer(self, regions: Regions) -> None:
        """Take in how the page looks now."""
        changed = {name: html for name, html in regions.items() if self.shown.get(name) != html}
        if changed:
            self.shown |= changed
            self.pending |= changed
            self.wake.set()

    def close(self, last: str = "") -> None:
        """Send nothing any more but one last event."""
        self.closed, self.last = True, last
        self.wake.set()


class Hub:
    """All open pages, by what they show. It belongs to one event loop."""

    def __init__(self, slow: Callable[[Hashable], float] = lambda _: 0.0) -> None:
        self._slow = slow  # seconds to wait between two drawings of a topic
        self._streams: dict[Hashable, dict[Stream, None]] = {}  # the oldest first
        self._dirty: set[Hashable] = set()
        self._tasks: dict[Hashable, asyncio.Task[None]] = {}
        self.closed = False

    @property
    def open(self) -> int:
        """Return how many pages are open."""
        return sum(map(len, self._streams.values()))

    def touch(self, topic: Hashable) -> None:
        """Draw the pages that show a topic anew."""
        if topic not in self._streams or self.closed:
            return
        self._dirty.add(topic)
        if topic not in self._tasks:
            self._tasks[topic] = asyncio.create_task(self._draw(topic))

    async def _draw(self, topic: Hashable) -> None:
        loop = asyncio.get_running_loop()
        try:
            while topic in self._dirty:
                self._dirty.discard(topic)
                streams = [one for one in self._streams.get(topic, ()) if not one.closed]
                drawn = await loop.run_in_executor(_DRAWING, _drawn, streams)
                for stream, regions in zip(streams, drawn, strict=True):
                    if regions is None:
                        stream.close(END)
                    else:
                        stream.offer(regions)
                if pause := self._slow(topic):
                    await asyncio.sleep(pause)
        finally:
            del self._tasks[topic]

    async def events(
        self,
        topic: Hashable,
        draw: Callable[[], Regions],
        left: Callable[[], None],
        owner: Hashable = None,
    ) -> AsyncIterator[str]:
        """Yield the events of one open page until it ends; `left` is called when it does.

        Of an owner's streams the oldest gives way, for it may be dead and nobody know it yet.
        """
        stream = Stream(draw, owner)
        streams = self._streams.setdefault(topic, {})
        same = [] if owner is None else [s for s in streams if s.owner == owner and not s.closed]
        for old in same[: max(0, len(same) + 1 - MOST_EACH)]:
            old.close(RESTS)
        streams[stream] = None
        try:
            yield RETRY
            self.touch(topic)
            while not stream.closed:
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        await stream.wake.wait()
                except TimeoutError:
                    yield BEAT
                    continue
                stream.wake.clear()
                if stream.pending:
                    regions, stream.pending = stream.pending, {}
                    yield f"data: {json.dumps(regions)}\n\n"
            if stream.last:
                yield stream.last
        finally:
            del self._streams[topic][stream]
            if not self._streams[topic]:
                del self._streams[topic]
            left()

    def close(self) -> None:
        """End all streams, as the server goes down."""
        self.closed = True
        for streams in self._streams.values():
            for stream in streams:
                stream.close()


def _drawn(streams: list[Stream]) -> list[Regions | None]:
    """Draw pages; None for those who may look no longer."""
    found: list[Regions | None] = []
    for stream in streams:
        try:
            found.append(stream.draw())
        except GoneError:
            found.append(None)
        except StoreError:  # told to whoever teaches; the page stays as it is
            found.append({})
        except Exception:
            logging.getLogger("sitroom").exception(class_text.PAGE_COULD_NOT_BE_DRAWN)
            found.append({})
    return found
