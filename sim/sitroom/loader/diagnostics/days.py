"""Dates as people write them: what was meant, and how it is written here."""

import calendar
import re

from sitroom.scenario.schema import last_day

_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})(?:[./-](\d{1,2}))?")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD = rf"({'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DAY_AND_WORD = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|\.)? {_WORD},? (\d{{4}})", re.IGNORECASE)
_WORD_AND_DAY = re.compile(rf"{_WORD} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})", re.IGNORECASE)
_MONTH_IN_WORDS = re.compile(rf"{_WORD},? (\d{{4}})", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:(?:about|around|circa|ca?\.?|early|late|mid|in|the) *-?)?(\d{4})s?\??", re.IGNORECASE
)
_YEAR_END = 12  # months; a number above it is a day


def advice(text: str) -> str | None:
    """Return how to write what was meant by a text that is no date, or None if that is unclear."""
    numbers = _YEAR_FIRST.fullmatch(text)
    if numbers:
        year, month, day = numbers[1], int(numbers[2]), int(numbers[3] or 1)
        short = f"{year}-{month:02}"
        if _is_date(short) and not _is_date(f"{short}-{day:02}"):
            last = calendar.monthrange(int(year), month)[1]
            return f"{calendar.month_name[month]} {year} has {last} days."
        return _write(f"{short}-{day:02}" if numbers[3] else short)
    numbers = _YEAR_LAST.fullmatch(text)
    if numbers:
        one, other, year = int(numbers[1]), int(numbers[3]), numbers[4]
        day_first, month_first = f"{year}-{other:02}-{one:02}", f"{year}-{one:02}-{other:02}"
        if numbers[2] == "." or one > _YEAR_END or one == other:
            return _write(day_first)
        if other > _YEAR_END:
            return _write(month_first)
        return f"Write {day_first} if the day stands first, {month_first} if the month does."
    return _write(_in_words(text))


def _in_words(text: str) -> str:
    """Return the date that names its month, or is a year with a word before it; maybe none."""
    if found := _MONTH_IN_WORDS.fullmatch(text):
        return f"{found[2]}-{_month(found[1])}"
    if found := _DAY_AND_WORD.fullmatch(text):
        return f"{found[3]}-{_month(found[2])}-{int(found[1]):02}"
    if found := _WORD_AND_DAY.fullmatch(text):
        return f"{found[3]}-{_month(found[1])}-{int(found[2]):02}"
    found = _ABOUT.fullmatch(text)
    return found[1] if found else ""


def _month(word: str) -> str:
    return f"{_MONTHS.index(word.lower()) + 1:02}"


def _write(date: str) -> str | None:
    return f"Write {date}." if _is_date(date) else None


def _is_date(text: str) -> bool:
    try:
        last_day(text)
    except ValueError:
        return False
    return True
