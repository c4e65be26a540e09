"""How much of its month a body has reported: the rule as the pages know it (``data.rules.input_state``)."""

from __future__ import annotations

from data.rules.input_state import InputState, input_states, is_not_applicable

__all__ = ["InputState", "input_states", "is_not_applicable"]
