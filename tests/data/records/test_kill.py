"""A sample of kills in the middle of writing: what was acknowledged is kept, nothing is half written."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.records.annotation import EVERYWHERE
from data.records.annotations import add_annotation, annotation_history, list_annotations
from data.records.follow_ups import follow_up_history, list_follow_ups
from tests.conftest import ROOT
from tests.data.records.writing import database, draft


@pytest.mark.slow
def test_a_kill_loses_nothing_acknowledged_and_leaves_nothing_half(tmp_path: Path) -> None:
    chance, kept = random.Random(7), {"added": set[int](), "edited": set[int]()}
    home, reads = tmp_path / "home", 0
    for _ in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-m", "tests.data.records.writing", str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        first = writer.stdout.readline()
        until = time.monotonic() + chance.uniform(0.0, 0.3)
        while time.monotonic() < until:
            list_annotations(database(home))
            reads += 1
        os.kill(writer.pid, signal.SIGKILL)
        said = first + writer.stdout.read()
        writer.stdout.close()
        assert writer.wait() == -signal.SIGKILL
        for line in said.splitlines():
            what, number = line.split()
            kept[what].add(int(number))

        records = database(home)
        stood = {item.id: item for item in list_annotations(records, prefecture=EVERYWHERE)}
        assert kept["added"] <= set(stood)
        assert {number for number in kept["edited"] if stood[number].version != 2} == set()
        assert all(item.title == ("二" if item.is_edited else "期限の見直し") for item in stood.values())
        assert all(len(annotation_history(records, number)) == item.version - 1 for number, item in stood.items())
        with records.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert reads > 5
    assert add_annotation(database(home), draft(), author="甲").version == 1


@pytest.mark.soak
def test_a_kill_leaves_a_meeting_noted_for_every_body_or_for_none(tmp_path: Path) -> None:
    chance, kept = random.Random(11), {"added": set[int](), "edited": set[int]()}
    for _ in range(6):
        command = [sys.executable, "-m", "tests.data.records.writing", str(tmp_path), "follow-ups"]
        writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.3))
        os.kill(writer.pid, signal.SIGKILL)
        said = first + writer.stdout.read()
        writer.stdout.close()
        assert writer.wait() == -signal.SIGKILL
        for line in said.splitlines():
            what, number = line.split()
            kept[what].add(int(number))

        stood = {item.id: item for item in list_follow_ups(database(tmp_path))}
        assert kept["added"] <= set(stood)
        assert all(stood[number].version == 2 for number in kept["edited"])
        assert len(stood) % 3 == 0
        assert all(item.content == ("二" if item.is_edited else "あ" * 400) for item in stood.values())
        assert all(len(follow_up_history(database(tmp_path), one)) == item.version - 1 for one, item in stood.items())
