"""A class behind the real Caddy and nginx, with TLS, by the recipes of the guide as they stand there."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest

from sitroom.classroom.guard import GUESSES
from sitroom.classroom.join_codes import ALPHABET
from sitroom.classroom.store import Store
from tests.classroom.program import Program, field
from tests.command import ROOT, Sitroom

GUIDE = (ROOT / "docs" / "how-to" / "internet.md").read_text("utf-8")
REQUIRED = bool(os.environ.get("SITROOM_PROXY"))
NEW = ("arming-ukraine", "--decision", "kharkiv-2024", "--only", "--name", "c", "--port", "0")


def recipe(name: str) -> str:
    (found,) = re.findall(rf"```{name}\n(.*?)```", GUIDE, re.DOTALL)
    return str(found)


def free() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def replaced(text: str, changes: dict[str, str]) -> str:
    """The recipe for this machine; each thing that is changed has to stand in it."""
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl on the PATH")
    folder = tmp_path_factory.mktemp("tls")
    key, chain = folder / "key.pem", folder / "chain.pem"
    words = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    more = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(chain)]
    subprocess.run(["openssl", *words, *more], check=True, capture_output=True)
    return chain, key


def nginx(folder: Path, port: int, host: str, chain: Path, key: Path) -> list[str]:
    live = "/etc/letsencrypt/live/class.example.org"
    changes = {
        f"{live}/fullchain.pem": str(chain),
        f"{live}/privkey.pem": str(key),
        "class.example.org": "localhost",
        "listen 443": f"listen 127.0.0.1:{port}",
        "127.0.0.1:8080": host,
    }
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    lines = [f"{kind}_temp_path {folder}/{kind};" for kind in kinds]
    lines += ["access_log off;", replaced(recipe("nginx"), changes)]
    start = "user root;\n" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    start += f"daemon off;\npid {folder}/pid;\nerror_log {folder}/log;\nworker_processes 1;\n"
    conf = folder / "nginx.conf"
    conf.write_text(start + "events {}\nhttp {\n" + "\n".join(lines) + "\n}\n")
    return ["nginx", "-p", str(folder), "-e", f"{folder}/log", "-c", str(conf)]


def caddy(folder: Path, port: int, host: str, chain: Path, key: Path) -> list[str]:
    changes = {
        "class.example.org {": f"localhost:{port} {{\n\tbind 127.0.0.1\n\ttls {chain} {key}",
        "127.0.0.1:8080": host,
    }
    conf = folder / "Caddyfile"
    alone = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"
    conf.write_text(alone + replaced(recipe("caddyfile"), changes))
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(conf)]


PROXIES = {"nginx": nginx, "caddy": caddy}


@contextmanager
def running(words: list[str], folder: Path) -> Iterator[None]:
    homes = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (
        (folder / "out").open("wb") as out,
        subprocess.Popen(
            words, env={**os.environ, **homes}, stdout=out, stderr=subprocess.STDOUT
        ) as proxy,
    ):
        try:
            yield
        finally:
            proxy.terminate()


def waited(browser: httpx2.Client, path: str, told: str) -> httpx2.Response:
    """A page, once it says what it is to say."""
    for _ in range(100):
        try:
            answer = browser.get(path)
            if told in answer.text:
                return answer
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{path} never says {told}")


@pytest.mark.slow
@pytest.mark.parametrize("name", PROXIES)
def test_a_student_joins_sees_and_votes_through_a_proxy_with_tls(
    name: str, home: Path, tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    if shutil.which(name) is None and not REQUIRED:
        pytest.skip(f"needs {name} on the PATH")
    port = free()
    address = f"https://localhost:{port}"
    trusted = ssl.create_default_context(cafile=str(certificate[0]))
    with ExitStack() as opened:
        program = Program(home, *NEW, "--seat", "state", "--public-url", address)
        opened.callback(program.stop, signal.SIGINT)
        host = program.found(r"to\s+(127\.0\.0\.1:\d+)")
        words = PROXIES[name](tmp_path, port, host, *certificate)
        opened.enter_context(running(words, tmp_path))

        def browser(**headers: str) -> httpx2.Client:
            made = httpx2.Client(
                base_url=address,
                verify=trusted,
                follow_redirects=True,
                timeout=20,
                headers={"origin": address, **headers},
            )
            return opened.enter_context(made)

        ann, head, stranger = browser(), browser(), browser()
        assert waited(ann, "/health", "ok").status_code == 200
        store = Store.open(home / "classes" / "c")
        opened.callback(store.close)

        door = ann.get("/")
        assert "Secure" in door.headers["set-cookie"]
        code, seat = program.found(r"Class code\s+(\S+)"), store.seats()[0].code
        entry = {"csrf": field(door.text, "csrf"), "code": code, "seat": seat, "name": "Ann"}
        assert "Welcome" in ann.post("/join", data=entry).text
        key = {"csrf": field(head.get("/teach").text, "csrf"), "key": program.found(r"key\s+(\S+)")}
        page = head.post("/teach/key", data=key).text
        assert address in page
        token = field(page, "csrf")

        with ann.stream("GET", "/stream") as stream:
            lines = stream.iter_lines()
            assert next(line for line in lines if line.startswith("data: "))
            waited(head, "/teach", "1 of 1")
            head.post("/teach/do", data={"csrf": token, "order": "start"})
            assert next(line for line in lines if "confidence" in line)  # the ballot, at once
            page = ann.get("/seat").text
            option = re.findall(r'name="option"[^>]* value="([^"]+)"', page)[0]
            names = ("csrf", "question", "time")
            ballot = {one: field(page, one) for one in names if f'name="{one}"' in page}
            answer = ann.post("/ballot", data={**ballot, "option": option, "confidence": "70"})
            assert answer.status_code == 200
            assert [(one.option, one.confidence) for one in store.ballots()] == [(option, 70)]
        waited(head, "/teach", "0 of 1")  # the host learns that she has left

        csrf, seen = field(stranger.get("/").text, "csrf"), set()
        for number in range(GUESSES[0] + 1):  # whatever they say of where they are
            made_up = {"x-forwarded-for": f"203.0.113.{number}"}
            wrong = {"csrf": csrf, "code": f"CCC-{ALPHABET[number]}CC"}
            seen.add(stranger.post("/join", data=wrong, headers=made_up).status_code)
        assert seen == {403, 429}


@pytest.mark.slow
@pytest.mark.parametrize("name", PROXIES)
def test_two_classes_of_a_host_of_many_lie_behind_a_proxy_with_tls(
    name: str, home: Path, tmp_path: Path, certificate: tuple[Path, Path], sitroom: Sitroom
) -> None:
    if shutil.which(name) is None and not REQUIRED:
        pytest.skip(f"needs {name} on the PATH")
    port, codes = free(), sitroom("class", "invite", "2").out.split()[:2]
    address = f"https://localhost:{port}"
    trusted = ssl.create_default_context(cafile=str(certificate[0]))
    with ExitStack() as opened:
        program = Program(home, "--host-many", "--port", "0", "--public-url", address)
        opened.callback(program.stop, signal.SIGINT)
        host = program.found(r"to\s+(127\.0\.0\.1:\d+)")
        words = PROXIES[name](tmp_path, port, host, *certificate)
        opened.enter_context(running(words, tmp_path))

        def browser() -> httpx2.Client:
            return opened.enter_context(
                httpx2.Client(
                    base_url=address,
                    verify=trusted,
                    follow_redirects=True,
                    timeout=60,
                    headers={"origin": address},
                )
            )

        heads, students = dict[str, httpx2.Client](), dict[str, httpx2.Client]()
        waited(browser(), "/health", "ok")
        for class_, invitation in zip(("one", "two"), codes, strict=True):
            head, ann = browser(), browser()
            form = {"scenario": "arming-ukraine", "decision": "kharkiv-2024", "only": "yes"}
            form |= {"rooms": "1", "per_seat": "1", "minutes": "40"}
            form |= {"name": class_, "invitation": invitation}
            page = head.post("/open", data=form).text
            assert f"{address}/c/{class_}" in page
            (code,) = re.findall(r'class code <b class="code">([^<]+)', page)
            door = ann.post("/find", data={"code": code})
            assert door.url.path == f"/c/{class_}/"
            store = Store.open(home / "classes" / class_)
            seat = store.seats()[0].code
            store.close()
            entry = {"csrf": field(door.text, "csrf"), "code": code, "seat": seat, "name": class_}
            assert "Welcome" in ann.post(f"/c/{class_}/join", data=entry).text
            cookies = [*ann.cookies.jar, *head.cookies.jar]
            assert {(cookie.path, cookie.secure) for cookie in cookies} == {(f"/c/{class_}/", True)}
            heads[class_], students[class_] = head, ann

        # What happens in one class comes through at once, and nothing of it in the other.
        with (
            students["one"].stream("GET", "/c/one/stream") as mine,
            students["two"].stream("GET", "/c/two/stream") as other,
        ):
            lines, theirs = mine.iter_lines(), other.iter_lines()
            assert next(line for line in lines if line.startswith("data: "))
            assert next(line for line in theirs if line.startswith("data: "))
            for class_, text in (("one", "Begin with the map."), ("two", "Later.")):
                page = waited(heads[class_], f"/c/{class_}/teach", "1 of 1").text
                said = {"csrf": field(page, "csrf"), "order": "say", "what": text}
                heads[class_].post(f"/c/{class_}/teach/do", data=said)
            assert next(line for line in lines if "Begin with the map." in line)
            first = next(line for line in theirs if "Later." in line)
            assert "Begin with the map." not in first
        assert heads["one"].get("/c/two/teach").text.count("facilitator's key")
        assert students["one"].get("/c/two/seat").url.path == "/c/two/"
