"""Who looks on without a seat: sees what the table sees, no more; the press is read by its room."""

import re
from pathlib import Path

from tests.classroom.table import lesson
from tests.classroom.web import Browser, Host


def looking(host: Host, name: str, room: int, role: str) -> Browser:
    door = host.browser().get("/").post("/join", code=host.lesson.row.code)
    return door.post("/watch/in", code=host.lesson.row.code, name=name, room=str(room), role=role)


def test_observers_see_the_table_and_the_press_is_read_by_its_room(tmp_path: Path) -> None:
    host = Host(*lesson(tmp_path / "c", rooms=2))
    ann, ben = host.student("state", "Ann"), host.student("state", "Ben", 2)
    teacher = host.teacher().order("start")
    assert looking(host, "Eve", 1, "observer").status == 409  # not before the teacher says so
    teacher.order("switch", what="watch on")
    eve, post = looking(host, "Eve", 1, "observer"), looking(host, "The Post", 1, "press")
    assert eve.url == post.url == "/watch"
    assert "Russia" in eve.page  # the situation, while the table reads it
    teacher.order("next", what="anyway")
    brief = re.findall(r"<b>Your aim:</b> ([^<]+)", ann.get("/seat").page)[0]
    card = re.findall(r'id="a-([^"]+)"', ann.page)[0]
    for who in (eve, post):
        pages = (who.get("/watch").page, *host.first(who, "/watch/stream").values())
        assert not any(brief in page or card in page or "Your brief" in page for page in pages)
        assert any("State" in page for page in pages)
    assert 'action="/headline"' not in eve.get("/watch").page
    eve.post("/headline", text="Not mine to write")
    post.get("/watch").post("/headline", text="Table split & stuck")
    assert "Table split &amp; stuck" in ann.get("/seat").page
    assert "Table split" not in ben.get("/seat").page
    assert "Not mine" not in ann.page
    assert post.post("/move", kind="pass").status in (403, 409)
    assert post.get("/debrief").url == "/"
    teacher.order("switch", what="watch off")
    assert eve.get("/watch").url == "/"
    teacher.order("end")
    assert "Table split &amp; stuck" in ann.get("/debrief").page
