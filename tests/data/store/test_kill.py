"""A sample of the kill loop that ``make soak`` runs in full."""

from __future__ import annotations

import pytest

from tests.soak.kill_import import run


@pytest.mark.slow
def test_a_kill_leaves_old_or_new_and_never_disturbs_a_reader() -> None:
    outcome = run(5, seed=7)

    assert outcome.kills == outcome.old + outcome.new == 5
    assert (outcome.half, outcome.reader_errors) == (0, 0)
    assert outcome.reads > 5
    assert outcome.is_sound_afterwards
