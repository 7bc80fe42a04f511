"""A class over the internet: what is believed of a proxy, which address goes, what a backup holds."""

import signal
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sitroom.classroom import folders, guard, public, serve
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.store import Store
from tests.classroom.program import Program
from tests.classroom.table import SEATS, best, lesson, loaded, sit
from tests.classroom.web import Browser
from tests.command import Sitroom

CLASS = "https://class.example.org"


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        (CLASS, CLASS),
        ("https://Class.Example.org:443/", CLASS),
        ("https://class.example.org:8443", "https://class.example.org:8443"),
        ("https://m\u00fcnchen.example", "https://xn--mnchen-3ya.example"),
        ("https://[2001:db8::1]:9000", "https://[2001:db8::1]:9000"),
        ("http://localhost:80", "http://localhost"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
    ],
)
def test_an_address_is_told_as_browsers_write_it(text: str, origin: str) -> None:
    assert public.read(text).origin == origin


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("http://class.example.org", "say https://"),
        ("https://example.org/class", "without the path /class"),
        ("https://example.org/?a=b", "leave out all but the name and the port"),
        ("https://ann:secret@example.org", "leave out all but"),
        ("class.example.org", "write the whole address"),
        ("https://", "write the whole address"),
        ("https://a b.example", "write the whole address"),
        ("https://example.org:99999", "write the whole address"),
        ("https://-.example", "write the whole address"),
        ("ftp://example.org", "write the whole address"),
    ],
)
def test_an_address_that_will_not_do_is_refused_in_words(
    sitroom: Sitroom, text: str, told: str
) -> None:
    sitroom("class", "host", "arming-ukraine", "--public-url", text).refused(2, told)


def test_the_network_is_not_let_in_beside_the_proxy(sitroom: Sitroom) -> None:
    answer = sitroom("class", "host", "arming-ukraine", "--public-url", CLASS, "--lan")
    answer.refused(2, "leave --lan out")


class Proxied:
    """A class behind a proxy, without a network."""

    def __init__(self, held: Lesson) -> None:
        hosts = serve.names(lan=False)
        at = public.read(CLASS)
        self.site, self.app = serve.site_for(held, hosts, 8080, lan=False, at=at)

    def client(self, peer: str = "127.0.0.1", **headers: str) -> TestClient:
        where = (peer, 50000)
        return TestClient(self.app, base_url=CLASS, headers=headers, client=where)


@pytest.fixture
def held(tmp_path: Path) -> tuple[Lesson, str]:
    return lesson(tmp_path / "held")


def test_links_codes_cookies_and_origins_are_of_the_public_address(
    held: tuple[Lesson, str],
) -> None:
    proxied = Proxied(held[0])
    client = proxied.client()
    teacher = Browser(client)
    assert "Secure" in client.get("/teach").headers["set-cookie"]
    client.cookies.clear()
    teacher.get("/teach").post("/teach/key", key=held[1])
    for path in ("/teach", "/screen", "/teach/cards"):
        assert CLASS in teacher.get(path).page
        assert "127.0.0.1" not in teacher.page
    for origin in ("http://class.example.org", "http://127.0.0.1:8080", "null", CLASS):
        client.headers["origin"] = origin
        teacher.get("/teach").post("/teach/do", order="say", what="hello")
        assert (teacher.status == 200) == (origin == CLASS), teacher.page
    for host in ("127.0.0.1:8080", "localhost", "class.example.org:8080", "example.org"):
        assert client.get("/", headers={"host": host}).status_code == 400
    assert client.get("/", headers={"host": "class.example.org:443"}).status_code == 200


@pytest.mark.parametrize(
    ("peer", "said", "counted"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("::1", "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, made up", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("10.0.0.9", "203.0.113.7", "10.0.0.9"),
    ],
)
def test_who_is_counted_is_what_a_proxy_of_this_machine_says(
    held: tuple[Lesson, str], peer: str, said: str, counted: str
) -> None:
    proxied = Proxied(held[0])
    proxied.client(peer, **{"x-forwarded-for": said}).get("/")
    limits = proxied.site.limits
    assert not limits.left(("requests", counted), (1, guard.REQUESTS[1]))
    others = {"127.0.0.1", "::1", "203.0.113.7", "6.6.6.6", "10.0.0.9"} - {counted}
    assert all(limits.left(("requests", one), (1, guard.REQUESTS[1])) for one in others)


def test_without_a_public_address_nobody_is_believed(held: tuple[Lesson, str]) -> None:
    site, app = serve.site_for(held[0], ["127.0.0.1"], 8080, lan=False)
    client = TestClient(app, base_url="http://127.0.0.1:8080", client=("127.0.0.1", 50000))
    answer = client.get("/", headers={"x-forwarded-for": "203.0.113.7"})
    assert not site.limits.left(("requests", "127.0.0.1"), (1, guard.REQUESTS[1]))
    assert "Secure" not in answer.headers["set-cookie"]


def test_health_says_whether_the_class_can_be_kept(held: tuple[Lesson, str]) -> None:
    class_, secret = held
    proxied = Proxied(class_)
    for host in ("class.example.org", "127.0.0.1:8080"):
        answer = proxied.client().get("/health", headers={"host": host})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.text.startswith("ok ")
        assert secret not in answer.text
        assert class_.row.code not in answer.text
    class_.store._db.execute("PRAGMA query_only = ON")  # as a disk that is read only
    proxied = Proxied(class_)
    answer = proxied.client().get("/health")
    assert answer.status_code == 503
    assert "saved" in answer.text
    class_.store._db.execute("PRAGMA query_only = OFF")
    assert Proxied(class_).client().get("/health").status_code == 200


def test_a_backup_of_a_class_that_is_hosted_goes_on_as_it_stood(
    tmp_path: Path, sitroom: Sitroom, home: Path
) -> None:
    folder, kept = home / "classes" / "c", tmp_path / "backups" / "monday"
    hosted, _ = lesson(folder)
    sit(hosted, "state", "Ann")
    room = hosted.rooms[1]
    room.next()
    room.next()
    before = [*room.session.moves]
    assert str(folder) in sitroom("class", "backup", "c", str(kept)).out.replace("\n", "")
    room.session.play(best(hosted))
    sitroom("class", "backup", "c", str(kept)).refused(2, "choose another folder")
    hosted.close()
    assert kept.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept.iterdir())
    again = Lesson(Store.open(kept), loaded())
    assert [person.name for person in again.store.people()] == ["Ann"]
    assert again.rooms[1].session.moves == before
    again.rooms[1].session.play(best(again))
    again.close()
    assert folders.is_class(folder)


@pytest.mark.slow
def test_backups_in_the_middle_of_moves_are_each_a_class_that_goes_on(tmp_path: Path) -> None:
    hosted, _ = lesson(tmp_path / "c")
    people = {
        (number, actor): sit(hosted, actor, f"{actor} {number}", number)[0]
        for number in hosted.rooms
        for actor in SEATS
    }
    for room in hosted.rooms.values():
        room.next()
        room.next()
    moved = threading.Event()

    def debate() -> None:
        while any(room.phase == "debate" for room in hosted.rooms.values()):
            for number, room in hosted.rooms.items():
                if room.phase == "debate":
                    mover = people[number, str(room.session.mover)]
                    room.play(mover, room.seen, best(hosted, number))
                    moved.set()

    thread = threading.Thread(target=debate)
    thread.start()
    kept: list[Path] = []
    while thread.is_alive() and moved.wait(5):
        moved.clear()
        kept.append(tmp_path / f"copy-{len(kept)}")
        folders.backup(hosted.store.folder, kept[-1])
    thread.join()
    said = {number: [*room.session.moves] for number, room in hosted.rooms.items()}
    held = []
    for folder in kept:
        copy = Lesson(Store.open(folder), loaded())
        for number, room in copy.rooms.items():
            moves = [*room.session.moves]
            assert moves == said[number][: len(moves)]
            whose, later = copy.store.made(number, 0), hosted.store.made(number, 0)
            assert {n: one for n, one in later.items() if n <= len(moves)}.items() <= whose.items()
            held.append(len(moves))
        copy.close()
    assert len({*held}) > 2  # or nothing went on meanwhile
    hosted.close()


@pytest.mark.slow
def test_the_host_says_what_the_proxy_has_to_do(home: Path) -> None:
    words = ("arming-ukraine", "--decision", "kharkiv-2024", "--only", "--name", "c")
    program = Program(home, *words, "--port", "0", "--public-url", CLASS)
    assert program.address == CLASS
    assert program.found(r"Facilitator\s+(https\S+)") == f"{CLASS}/teach"
    assert "hand on https://class.example.org to 127.0.0.1:" in " ".join(program.told.split())
    assert f"--public-url {CLASS}" in " ".join(program.stop(signal.SIGINT).split())
