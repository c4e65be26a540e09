"""Made files of a hand-out, kept and offered to the reader who asked: another click must not take them away."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from html import escape

import streamlit as st

from components.messages import alert, working
from components.pack_making import PACK_TYPES, make_pack
from components.text import Text
from data.views.pack import PackView


@dataclass(frozen=True, slots=True)
class KeptPack:
    """Files by name, each with when it was made, and sentences on what went wrong; ``of``: what they were made of."""

    of: Hashable
    files: Mapping[str, tuple[bytes, datetime]]
    problems: tuple[str, ...]


def offer_pack(
    key: str,
    make: Callable[[], PackView],
    *,
    of: Hashable,
    formats: Sequence[str],
    label: Callable[[str], str],
    text: Text,
) -> None:
    """Make the files of ``formats`` (none: nothing) of what ``make`` builds, and offer those made ``of`` the same.

    A button each, named by ``label`` of the file's name, and when they were made: they don't hold what came later.
    """
    if formats:
        with working(text("pack.block.making")):
            made = _keep(key, of=of, make=partial(make_pack, make, formats=formats, text=text))
    else:
        found = _kept(key, of=of)
        if found is None:
            return
        made = found
    if made.problems:
        alert(made.problems, kind="warning" if made.files else "fault")
    if not made.files:
        return
    with st.container(key=f"{key}_offered", horizontal=True, gap="small"):
        for name, (content, _) in made.files.items():
            st.download_button(
                label(name),
                content,
                file_name=name,
                mime=PACK_TYPES[name.rsplit(".", 1)[-1]],
                key=f"{key}_take_{name}",
                on_click="ignore",
                icon=":material/download:",
            )
    st.html(f'<p class="d-summary">{"<br>".join(map(escape, _said_of(made, text=text)))}</p>')


def _said_of(made: KeptPack, *, text: Text) -> list[str]:
    """When the files were made, each by name where not all were at once, and that what came later is not in them."""
    moments = {name: text.moment(made_at) for name, (_, made_at) in made.files.items()}
    if len({*moments.values()}) == 1:
        return [text("pack.block.made_at", moment=next(iter(moments.values())))]
    each = [text("pack.block.made_file", name=name, moment=moment) for name, moment in moments.items()]
    return [*each, text("pack.block.made_after")]


def _kept(key: str, *, of: Hashable) -> KeptPack | None:
    """What was made under ``key``, if it was made of the same; what was made of anything else is dropped."""
    kept = st.session_state.get(f"{key}_kept")
    if isinstance(kept, KeptPack) and kept.of == of:
        return kept
    st.session_state.pop(f"{key}_kept", None)
    return None


def _keep(key: str, *, of: Hashable, make: Callable[[], tuple[Mapping[str, bytes], tuple[str, ...]]]) -> KeptPack:
    """Make files under ``key`` and keep them; files made of the same before stay beside them."""
    before = _kept(key, of=of)
    files, problems = make()
    moment = datetime.now(UTC)
    made = {name: (content, moment) for name, content in files.items()}
    kept = KeptPack(of, {**(before.files if before else {}), **made}, problems)
    st.session_state[f"{key}_kept"] = kept
    return kept
