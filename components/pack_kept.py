"""Made files of a hand-out, kept for the reader who asked: another click or filter must not take them away."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True, slots=True)
class KeptPack:
    """Files by name, and sentences on what went wrong; ``of`` is what they were made of."""

    of: Hashable
    files: Mapping[str, bytes]
    problems: tuple[str, ...]


def kept_pack(key: str, *, of: Hashable) -> KeptPack | None:
    """What was made under ``key``, if it was made of the same; what was made of anything else is dropped."""
    kept = st.session_state.get(f"{key}_kept")
    if isinstance(kept, KeptPack) and kept.of == of:
        return kept
    st.session_state.pop(f"{key}_kept", None)
    return None


def keep_pack(key: str, *, of: Hashable, make: Callable[[], tuple[Mapping[str, bytes], tuple[str, ...]]]) -> KeptPack:
    """Make files under ``key`` and keep them; files made of the same before stay beside them."""
    before = kept_pack(key, of=of)
    files, problems = make()
    kept = KeptPack(of, {**(before.files if before else {}), **files}, problems)
    st.session_state[f"{key}_kept"] = kept
    return kept
