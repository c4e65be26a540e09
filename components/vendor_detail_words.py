"""The page of one vendor in words: its summary, its cards, and what its files say about themselves."""

from __future__ import annotations

from components.cards import Card, Comparison
from components.cuts import cut_of, cut_part, place_words
from components.documents.table_files import TableHead
from components.flag_words import LEVELS, flag_words, severity_words
from components.progress_tables import file_lines
from components.text import Text
from data.views.vendor import VendorView


def detail_place(view: VendorView, *, text: Text) -> str:
    """What heads and files call the vendor: its name, and the businesses the page is cut to."""
    return place_words(view.name, cut=cut_of(view.cut_to), text=text)


def detail_sentences(view: VendorView, *, text: Text) -> tuple[str, ...]:
    """What the vendor has under contract, what is still to come, what it did so far, and its flags."""
    said = [
        text(
            "vendor.sentence.contracts" if view.is_nation else "vendor.sentence.contracts_seen",
            vendor=detail_place(view, text=text),
            month=text.month(view.as_of.month),
            bodies=view.bodies,
            systems=view.systems,
            open=view.open_systems,
            late=view.late_systems,
        )
    ]
    if view.record.median is not None:
        said.append(
            text(
                "vendor.sentence.record",
                systems=len(view.record.months),
                share=text.percent(view.record.on_time_share),
                months=f"{view.record.median:g}",
            )
        )
    said.append(_flags(view, text=text))
    if view.is_synthetic:
        said.append(text("sentence.demo"))
    return tuple(said)


def detail_cards(view: VendorView, *, text: Text) -> tuple[Card, ...]:
    """Contracts, what is open, what is late, the record, and the flags."""
    as_of = text("cards.as_of", month=text.month(view.as_of.month))
    median, share = view.record.median, view.record.on_time_share
    counts = {level: sum(flag.severity.level == level for flag in view.flags) for level in LEVELS}
    late = view.late_systems / view.judged_systems if view.judged_systems else None
    return (
        Card(
            title=text("vendor.card.systems"),
            value=text.count(view.systems),
            unit=text("vendor.unit.systems"),
            detail=text("vendor.card.of_bodies", bodies=view.bodies),
            as_of=as_of,
        ),
        Card(
            title=text("vendor.card.open"),
            value=text.count(view.open_systems),
            unit=text("vendor.unit.systems"),
            detail=text("vendor.card.of_systems", systems=view.systems),
            as_of=as_of,
        ),
        Card(
            title=text("vendor.card.late"),
            value=text.count(view.late_systems),
            unit=text("vendor.unit.systems"),
            detail=text("vendor.card.share", judged=view.judged_systems, share=text.percent(late)),
            comparisons=_delay(view, text=text),
            as_of=as_of,
        ),
        Card(
            title=text("vendor.card.record"),
            value=None if median is None else months_words(median),
            unit=text("vendor.unit.months") if median is not None else "",
            detail=text("vendor.card.on_time", share=text.percent(share)) if share is not None else "",
            as_of=as_of,
            unknown_reason=text("vendor.card.no_record"),
        ),
        Card(
            title=text("vendor.card.flags"),
            value=text.count(len(view.flags)),
            unit=text("vendor.unit.flags"),
            comparisons=tuple(
                Comparison(severity_words(level, text=text), text.count(count)) for level, count in counts.items()
            ),
            as_of=as_of,
        ),
    )


def months_words(months: float) -> str:
    """Months from a plan with their sign; none at all has none.

    >>> months_words(1.5), months_words(-2), months_words(0)
    ('+1.5', '-2', '0')
    """
    return f"{months:+g}" if months else "0"


def detail_head(view: VendorView, *, title: str, text: Text) -> TableHead:
    """What a downloaded table of ``view`` says about itself."""
    return TableHead(
        title=title,
        as_of=text.month(view.as_of.month),
        filters=(detail_place(view, text=text),),
        definitions=(text("vendors.own_judgement"),),
        sources=file_lines(view, text=text),
        is_synthetic=view.is_synthetic,
    )


def detail_file(view: VendorView, what: str) -> str:
    """Name of a downloaded file, without its ending; invented data says so."""
    demo = "demo_" if view.is_synthetic else ""
    return f"{demo}vendor_{view.code}_{what}{cut_part(view.cut_to)}_{view.as_of.month}"


def _delay(view: VendorView, *, text: Text) -> tuple[Comparison, ...]:
    """The mean share over its bodies with its interval, and that of all others; nothing with too few bodies."""
    if view.delay is None:
        return ()
    mean, low, high = (text.percent(float(view.delay[name])) for name in ("late_share", "lower", "upper"))
    return (
        Comparison(text("vendor.card.mean"), text("vendor.card.mean_values", mean=mean, low=low, high=high)),
        Comparison(text("vendor.card.others"), text.percent(float(view.delay["others_share"]))),
    )


def _flags(view: VendorView, *, text: Text) -> str:
    if not view.flags:
        return text("vendor.sentence.no_flags")
    worst = max(flag.severity.level for flag in view.flags)
    return text(
        "vendor.sentence.flags",
        flags=len(view.flags),
        kinds=text("vendors.joint").join(
            flag_words(one, text=text) for one in sorted({flag.flag for flag in view.flags})
        ),
        severity=severity_words(worst, text=text),
    )
