"""The long form of the kill test; its figures are printed as one JSON line."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from tests.soak.kill_import import run


def test_a_kill_leaves_old_or_new(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(60)

    with capsys.disabled():
        print("\n" + json.dumps(asdict(outcome)))
    assert outcome.kills == outcome.old + outcome.new == 60
    assert (outcome.half, outcome.reader_errors) == (0, 0)
    assert min(outcome.old, outcome.new, outcome.reads) > 0
    assert outcome.is_sound_afterwards
