"""Every word and number a reader sees, in the reader's language.

Messages live in gettext catalogues read at run time, so that a correction of wording never touches
code and no compiled file can go stale. Numbers and dates are written here too, because how a share
is rounded is part of what the sentence says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from babel.dates import format_date, format_skeleton
from babel.messages.pofile import read_po

from data.model import JST

LANGUAGES: Final = ("ja", "en")
"""Languages with a complete catalogue; the first is the default."""

_LOCALES = Path(__file__).with_name("locales")
_MINUS = "\N{MINUS SIGN}"
_FIRST_REIWA_MONTH = "2019-05"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Read the messages of a language: key to wording. Raises FileNotFoundError for an unknown language."""
    with (_LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = read_po(file, locale=language, abort_invalid=True)
    return {str(message.id): str(message.string) for message in messages if message.id}


@dataclass(frozen=True, slots=True)
class Text:
    """The words and numbers of one language.

    >>> ja = Text("ja")
    >>> ja.month("2026-01"), ja.percent(0.8157), ja.percent(None)
    ('2026年1月', '81.6%', '—')
    """

    language: str = LANGUAGES[0]

    def __call__(self, key: str, /, **values: object) -> str:
        """Write the message ``key``, with whole numbers grouped and None as unknown.

        A message chooses a word by a number as "{systems:system|systems}": the first for 1, else the second.

        Raises KeyError for a key that is not in the catalogue (a test finds every such key).
        """
        message = catalogue(self.language)[key]
        if not values:
            return message
        return message.format(**{name: _Chosen(self._value(value)) for name, value in values.items()})

    def pick(self, japanese: str, english: str) -> str:
        """Choose the name of a place or business that the reference tables hold in both languages.

        >>> Text("en").pick("長野県", "Nagano")
        'Nagano'
        """
        return japanese if self.language == "ja" else english

    def count(self, number: int | None, *, unknown: str = "unknown") -> str:
        """Write a whole number with its groups, or the message ``unknown``.

        >>> Text("ja").count(34592), Text("ja").count(None, unknown="unreported")
        ('34,592', '未報告')
        """
        return self(unknown) if number is None else self._decimal(Decimal(number), 0)

    def percent(self, share: float | None, *, digits: int = 1, unknown: str = "unknown") -> str:
        """Write a share 0 to 1 as a percentage, or the message ``unknown``.

        >>> Text("ja").percent(0.04), Text("ja").percent(1.0)
        ('4.0%', '100.0%')
        """
        return self(unknown) if share is None else f"{self.percent_number(share, digits=digits)}%"

    def percent_number(self, share: float, *, digits: int = 1) -> str:
        """Write a share as a percentage without its sign, for a card that sets the unit apart.

        Halves round up, as official tables do. A share short of all is never shown as 100, nor one above
        nothing as 0: those two are statements, not roundings.

        >>> Text("ja").percent_number(0.99996), Text("ja").percent_number(0.0001), Text("ja").percent_number(0.81250)
        ('99.9', '0.1', '81.3')
        """
        unit = Decimal(1).scaleb(-digits)
        exact = Decimal(repr(float(share))) * 100
        shown = exact.quantize(unit, rounding=ROUND_HALF_UP)
        if shown == 100 and exact < 100:
            shown -= unit
        elif shown == 0 and exact > 0:
            shown += unit
        return self._decimal(shown, digits)

    def points(self, difference: float | None, *, digits: int = 1, unknown: str = "unknown") -> str:
        """Write a difference of shares in signed percentage points, or the message ``unknown``.

        >>> Text("ja").points(0.012), Text("ja").points(-0.0049)
        ('+1.2ポイント', '−0.5ポイント')
        """
        if difference is None:
            return self(unknown)
        return self("number.points", points=self.points_number(difference, digits=digits))

    def points_number(self, difference: float, *, digits: int = 1) -> str:
        """Write a difference of shares in signed percentage points without their unit, for a column that names it.

        >>> Text("ja").points_number(0.012)
        '+1.2'
        """
        amount = (Decimal(repr(float(difference))) * 100).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
        return _signed(self._decimal(abs(amount), digits), amount)

    def change(self, difference: int | None, *, unknown: str = "unknown") -> str:
        """Write a signed difference of counts, or the message ``unknown``.

        >>> Text("ja").change(1200), Text("ja").change(0), Text("ja").change(-3)
        ('+1,200', '±0', '−3')
        """
        if difference is None:
            return self(unknown)
        return _signed(self.count(abs(difference)), Decimal(difference))

    def month(self, month: str | None, *, unknown: str = "unknown") -> str:
        """Write a month YYYY-MM, or the message ``unknown``.

        >>> Text("en").month("2026-01")
        'January 2026'
        """
        if month is None:
            return self(unknown)
        return _written_month(month, self.language)

    def short_month(self, month: str) -> str:
        """Write a month YYYY-MM in as few letters as its language allows.

        >>> Text("ja").short_month("2026-09"), Text("en").short_month("2026-09")
        ('2026年9月', 'Sep 2026')
        """
        return _written_month(month, self.language, "yMMM")

    def era_month(self, month: str) -> str:
        """Write a month in the Japanese era (和暦); in English, or before 令和, as ``month`` does.

        >>> Text("ja").era_month("2026-01"), Text("ja").era_month("2019-05"), Text("ja").era_month("2019-04")
        ('令和8年1月', '令和元年5月', '2019年4月')
        """
        if self.language != "ja" or month < _FIRST_REIWA_MONTH:
            return self.month(month)
        day = _first_day(month)
        years = day.year - 2018
        return self("date.era_month", year=self("date.era_first_year") if years == 1 else str(years), month=day.month)

    def date(self, day: date | datetime | None, *, unknown: str = "unknown") -> str:
        """Write a day, or the message ``unknown``. A moment is shown as its day in Japan.

        >>> Text("ja").date(date(2026, 3, 31)), Text("en").date(date(2026, 3, 31))
        ('2026年3月31日', '31 March 2026')
        """
        if day is None:
            return self(unknown)
        if isinstance(day, datetime):
            day = day.astimezone(JST).date()
        return _written_day(day, self.language)

    def moment(self, moment: datetime | None, *, unknown: str = "unknown") -> str:
        """Write a moment to the minute in Japanese time, or the message ``unknown``.

        >>> Text("ja").moment(datetime.fromisoformat("2026-02-10T00:30:00+00:00"))
        '2026年2月10日 9:30'
        """
        if moment is None:
            return self(unknown)
        local = moment.astimezone(JST)
        return f"{self.date(local)} {local.hour}:{local.minute:02d}"

    def _decimal(self, number: Decimal, digits: int) -> str:
        # Japanese and English group alike; a library for every language takes far longer, hundreds of times a page.
        return f"{number:,.{digits}f}".replace("-", _MINUS)

    def _value(self, value: object) -> object:
        if value is None:
            return self("unknown")
        if isinstance(value, int) and not isinstance(value, bool):
            return self.count(value)
        return value


def language_or_default(requested: str | None) -> str:
    """Pick the catalogue for a requested language; anything unknown means the default.

    >>> language_or_default("en"), language_or_default("fr"), language_or_default(None)
    ('en', 'ja', 'ja')
    """
    return requested if requested in LANGUAGES else LANGUAGES[0]


@lru_cache(maxsize=2000)
def _written_month(month: str, language: str, skeleton: str = "yMMMM") -> str:
    """Kept, like the days: a page writes hundreds, most of them again and again."""
    return str(format_skeleton(skeleton, _first_day(month), locale=language))


@lru_cache(maxsize=2000)
def _written_day(day: date, language: str) -> str:
    return str(format_date(day, format=catalogue(language)["date.day_pattern"], locale=language))


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


class _Chosen(str):
    """A value that can also choose between the words for one and for several."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Write the value, or of "one|several" the word that fits it."""
        one, bar, several = spec.partition("|")
        if bar:
            return one if self == "1" else several
        return super().__format__(spec)


def _signed(amount: str, value: Decimal) -> str:
    return ("+" if value > 0 else _MINUS if value < 0 else "±") + amount
