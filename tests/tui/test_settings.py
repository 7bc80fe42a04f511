"""What a user sets: read with its mistakes told, kept without loss, in force on the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.style import Style
from textual.color import Color

from sitroom.tui import catalogue, config, themes
from sitroom.tui.app import SitroomApp
from sitroom.tui.finder import Finder
from sitroom.tui.page import Page
from sitroom.tui.settings import SettingsScreen
from tests.command import squeezed, ukraine
from tests.tui.drive import on_page, play_until, screen_text, table, until
from tests.tui.quick import Quick, strips


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


def set_to(home: Path, text: str) -> config.Settings:
    (home / "config.toml").write_text(text, "utf-8")
    return config.read()


def test_without_a_file_nothing_is_set_and_nothing_is_wrong() -> None:
    found = config.read()
    assert (found.values, found.keys, found.problems) == ({}, {}, [])
    assert [found.of(setting) for setting in config.SCHEMA] == [
        *("dark", True, "normal", False),
        *("lively", "estimates"),
    ]


def test_every_setting_and_both_ways_to_write_a_key(home: Path) -> None:
    found = set_to(
        home,
        '\ufefftheme = "nord"\nanimation = false\npace = "at once"\n'
        '[keys]\n"table.pass" = "x"\ntable.why = "ctrl+w, f4"\n',
    )
    assert not found.problems
    assert found.values == {"theme": "nord", "animation": False, "pace": "at once"}
    assert found.keys == {"table.pass": "x", "table.why": "ctrl+w, f4"}
    assert found.lines == {"table.pass": 5, "table.why": 6}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('thema = "dark"', "line 1: nothing is called thema - did you mean theme?"),
        ('\ntheme = "drak"', "line 2: theme is one of"),
        ('theme = "drak"', "did you mean dark?"),
        ("theme = 7", "line 1: theme is one of"),
        ('animation = "off"', "line 1: animation is one of true, false"),
        ("animation = 1", "line 1: animation is one of true, false"),
        ('pace = "fast"', 'line 1: pace is one of "normal", "slow", "by key", "at once"'),
        ('keys = "x"', "line 1: [keys] is a heading"),
        ('[keys]\n"table.pass" = 5', 'line 2: a key is text: table.pass = "x"'),
        ('[keys]\n"table.pass" = ""', "line 2: a key is text"),
        ("theme = dark", "line 1 is no TOML"),
        ("theme = [[[", "line 1 is no TOML"),
        ("[keys", "line 1 is no TOML"),
        ('"table.pass" = "x"', "line 1: table.pass stands under the heading [keys]"),
        ('table.pass = "x"', "line 1: table.pass stands under the heading [keys]"),
        ('[key]\n"table.pass" = "x"', "line 1: nothing is called key - did you mean keys?"),
        ('theme = """', "is no TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_rest_holds(
    home: Path, text: str, told: str
) -> None:
    found = set_to(home, text)
    (problem,) = found.problems
    assert told in problem
    assert not found.values
    rest = set_to(home, f"other = 1\nanimation = false\n{text}")
    assert rest.values == {"animation": False}
    assert len(rest.problems) == 2


def test_a_line_that_is_no_toml_does_not_take_the_others_with_it(home: Path) -> None:
    found = set_to(home, 'theme = "light"\nanimation = off\npace = "slow"\npace = "slow"\n')
    assert found.values == {"theme": "light", "pace": "slow"}
    assert [problem[:6] for problem in found.problems] == ["line 2", "line 4"]


def test_what_is_no_text_at_all_is_told(home: Path) -> None:
    (home / "config.toml").write_bytes(b"\xff\xfe\x00t")
    assert "not UTF-8" in config.read().problems[0]
    (home / "config.toml").unlink()
    (home / "config.toml").mkdir()
    assert "can't be read" in config.read().problems[0]


def test_writing_keeps_every_other_line_and_a_link(home: Path) -> None:
    real = home / "dotfiles.toml"
    real.write_text('# mine\ntheme = "dark"  # for now\n\n[keys]\n"table.pass" = "x" # ring\n')
    (home / "config.toml").symlink_to(real)
    theme, animation, *_ = config.SCHEMA
    config.write(theme, "light")
    config.write(animation, value=False)
    text = real.read_text()
    assert text == (
        'animation = false\n# mine\ntheme = "light"\n\n[keys]\n"table.pass" = "x" # ring\n'
    )
    assert (home / "config.toml").is_symlink()
    assert [path.name for path in home.iterdir() if "new" in path.name] == []
    assert config.read().keys == {"table.pass": "x"}


@pytest.mark.parametrize(
    ("keys", "told", "good"),
    [
        ({"table.pas": "x"}, "no command is called table.pas. did you mean table.pass?", {}),
        ({"wrong": "x"}, "no command is called wrong. The settings screen lists them.", {}),
        ({"table.pass": "ctr+x"}, "no key is called ctr+x - did you mean ctrl+x?", {}),
        ({"table.pass": "entr"}, "no key is called entr - did you mean enter?", {}),
        ({"table.pass": "meta+x"}, "no key is called meta+x", {}),
        ({"table.pass": "w"}, "table.pass can't have w: table.why, Why, has it there", {}),
        ({"table.pass": "q"}, "table.pass can't have q: app.leave, Quit, has it there", {}),
        ({"hand.play": "w"}, "Why, has it there", {}),
        ({"app.help": "w"}, "app.help can't have w", {}),
        ({"table.pass": "z, down"}, "table.pass can't have down: it moves the mark", {}),
        ({"table.pass": "z", "table.why": "z"}, "table.why can't have z", {"table.pass": "z"}),
    ],
)
def test_keys_that_will_not_do_are_told_and_the_others_hold(
    keys: dict[str, str], told: str, good: dict[str, str]
) -> None:
    found, problems = catalogue.checked({**keys, "table.views": "Z"}, dict.fromkeys(keys, 3))
    (problem,) = problems
    assert told in problem
    assert problem.startswith("line 3: ")
    assert found == {**good, "table.views": "Z"}


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({"table.pass": "w", "table.why": "p"}, {"table.pass": "w", "table.why": "p"}),
        ({"table.pass": "?", "app.help": "f1"}, {"table.pass": "question_mark", "app.help": "f1"}),
        ({"table.pass": ","}, None),
        ({"table.pass": "ctrl+x, F"}, {"table.pass": "ctrl+x,F"}),
        ({"home.library": "ü"}, {"home.library": "ü"}),
        ({"page.down": "down, J"}, {"page.down": "down,J"}),
    ],
)
def test_keys_may_change_places(keys: dict[str, str], found: dict[str, str] | None) -> None:
    good, problems = catalogue.checked(keys, {})
    if found is None:
        assert "app.settings" in problems[0]
    else:
        assert not problems
        assert {
            id_: key.replace("latin_small_letter_u_with_diaeresis", "ü")
            for id_, key in good.items()
        } == found


async def test_a_key_of_the_users_own_works_in_footer_help_and_palette(home: Path) -> None:
    set_to(home, '[keys]\n"table.pass" = "z"\n"table.brief" = "v"\n"table.nothing" = "y"\n')
    app = SitroomApp(ukraine(), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        await until(pilot, lambda: bool(app.keys), "the keys")
        notes = squeezed(" ".join(note.message for note in app._notifications))
        assert "line 4: no command is called table.nothing" in notes
        assert "line 3: table.brief can't have v: table.views" in notes
        await until(pilot, lambda: "z Pass" in squeezed(screen_text(app)), "the footer")
        count = len(table(app).session.moves)
        await pilot.press("p")
        assert len(table(app).session.moves) == count
        await pilot.press("v")
        assert on_page(app, "How each would choose")
        await pilot.press("escape", "question_mark")
        assert isinstance(app.screen, Page)
        told = " ".join(line for _, lines in app.screen.sections for line in lines)
        assert "z Pass: say nothing" in squeezed(told)
        await pilot.press("escape", "z")
        await until(pilot, lambda: len(table(app).session.moves) > count, "the pass")


async def test_the_settings_screen_changes_what_holds_and_keeps_it(home: Path) -> None:
    set_to(home, '[keys]\n"table.pass" = "x"\n')
    app = SitroomApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen), "the settings")
        await until(pilot, lambda: "app.help" in screen_text(app), "the commands")
        await pilot.press("home", "enter")
        assert app.theme == "textual-light"
        await pilot.press("right", "l")
        assert app.theme == "terminal"
        await pilot.press("h")
        assert app.theme == "high-contrast"
        await pilot.press("down", "enter", "j", "left")
        assert app.animation_level == "none"
        assert app.options.pace == 0
        await pilot.press("slash", *"table.pa", "enter")
        assert app.screen.query_one(Finder).marked == "key:table.pace"
        await pilot.press("escape", "comma")
        assert not isinstance(app.screen, SettingsScreen)
    assert (home / "config.toml").read_text() == (
        'pace = "at once"\nanimation = false\ntheme = "high-contrast"\n[keys]\n"table.pass" = "x"\n'
    )
    again = SitroomApp()
    assert (again.theme, again.options.pace, again.animation_level) == ("high-contrast", 0, "none")


async def test_a_theme_of_the_palette_is_kept_too(home: Path) -> None:
    app = SitroomApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"app: theme", "enter")
        await pilot.pause()
        await pilot.press(*"gruvbox", "enter")
        await until(pilot, (home / "config.toml").exists, "the file")
    assert config.read().values == {"theme": "gruvbox"}


@pytest.mark.parametrize("held", [False, pytest.param(True, marks=pytest.mark.slow)])
async def test_a_held_key_changes_colours_no_longer_than_it_is_held(
    monkeypatch: pytest.MonkeyPatch, *, held: bool
) -> None:
    app, drawn = SitroomApp(), list[str]()
    real = SitroomApp.refresh_css

    def refresh_css(self: SitroomApp, animate: bool = True) -> None:
        drawn.append(self.theme)
        assert len(drawn) < 100, "it spins"
        real(self, animate)

    monkeypatch.setattr(SitroomApp, "refresh_css", refresh_css)
    async with app.run_test(size=(80, 24)) as pilot:
        assert isinstance(pilot, Quick)
        await pilot.press("comma", "home")
        drawn.clear()
        await pilot.burst(*["right"] * 42, held=held)
        assert app.theme == drawn[-1] == "high-contrast"
        assert "< high contrast >" in screen_text(app)
        await pilot.burst("right", "right", "escape")
        assert app.theme == "textual-dark"
    assert config.read().values == {"theme": "dark"}


async def test_settings_that_can_not_be_kept_hold_until_the_end(home: Path) -> None:
    app = SitroomApp()
    async with app.run_test(size=(80, 24)) as pilot:
        (home / "config.toml").mkdir()
        await pilot.press("comma", "home", "enter")
        await pilot.pause()
        assert app.theme == "textual-light"
        assert "can't be written" in next(iter(app._notifications)).message


async def test_a_mistake_is_one_note_on_the_screen(home: Path) -> None:
    set_to(home, 'thema = "dark"\ntheme = "[b]"\npace = 3\n')
    app = SitroomApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(app._notifications) > 0, "the note")
        (note,) = app._notifications
        assert note.message.count("\n") == 4
        assert "did you mean theme?" in note.message


def text_pairs(app: SitroomApp) -> Iterator[tuple[Color, Color, str]]:
    """Yield the colours of every text on the screen, with the text."""
    for strip in strips(app):
        for segment in strip:
            style = segment.style
            if segment.text.strip(" ▁▂▃▄▅▆▇█▔▊▎─│┃╸╺╌") and style and style.color and style.bgcolor:
                front, back = (
                    Color.from_rich_color(style.color),
                    Color.from_rich_color(style.bgcolor),
                )
                yield (front.blend(back, 0.5) if style.dim else front), back, segment.text


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Color) -> float:
    parts = [part / 255 for part in colour.rgb]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("place", ["home", "seats", "table", "settings", "help", "page"])
async def test_high_contrast_is_at_least_seven_to_one(home: Path, place: str) -> None:
    set_to(home, 'theme = "high-contrast"\nanimation = false\n')
    app = SitroomApp(ukraine(), 1, () if place == "seats" else ("state",), "kharkiv-2024", pace=0)
    app = SitroomApp() if place == "home" else app
    async with app.run_test(size=(100, 30)) as pilot:
        if place in ("home", "seats"):
            await until(
                pilot, lambda: "Play" in screen_text(app) or "Watch" in screen_text(app), "it"
            )
        else:
            await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
            await pilot.press({"settings": "comma", "help": "f1", "page": "e"}.get(place, "j"))
        await pilot.pause()
        pairs = list(text_pairs(app))
        assert len(pairs) > 10
        for front, back, text in pairs:
            assert contrast(front, back) >= 7, (text, front, back)


async def test_the_terminals_own_theme_asks_for_no_colour_of_ours(home: Path) -> None:
    set_to(home, 'theme = "terminal"\n')
    app = SitroomApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Arming Ukraine" in screen_text(app), "the list")
        assert app.native_ansi_color
        for strip in strips(app):
            for segment in strip:
                for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                    assert colour is None or colour.triplet is None or colour.number is not None


@pytest.mark.parametrize("theme", ["dark", "terminal", "high-contrast"])
async def test_no_color_shows_no_colour_and_the_mark_all_the_same(
    home: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    set_to(home, f'theme = "{theme}"\n')
    app = SitroomApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Arming Ukraine" in screen_text(app), "the list")
        marked = []
        for strip in strips(app):
            for shown in strip.apply_filter(app._filters[-1], Color.parse("black")):
                style = shown.style or Style()
                for colour in (style.color, style.bgcolor):
                    assert colour is None or colour.is_default, shown
                marked += [shown.text.strip()] if style.reverse or style.underline else []
        title, row = (text for text in marked if text)
        assert title == "SITROOM"
        assert row.startswith("Sit down at once")


def test_every_theme_of_ours_has_a_name_in_the_settings() -> None:
    names = {config.THEMES.get(str(name), str(name)) for name in config.SCHEMA[0].choices}
    assert names == {theme.name for theme in themes.OURS}
