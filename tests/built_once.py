"""Homes of the tests' programmes: imported once in a run, and copied to whoever asks from then on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Concatenate, ParamSpec

P = ParamSpec("P")


def built_once(build: Callable[Concatenate[Path, P], Path]) -> Callable[Concatenate[Path, P], Path]:
    """``build`` a home (its first argument, a new folder) by a copy of the one built first with the same options."""
    models: dict[tuple[object, ...], TemporaryDirectory[str]] = {}

    @wraps(build)
    def copied(home: Path, /, *args: P.args, **options: P.kwargs) -> Path:
        asked = (args, *sorted(options.items()))
        if asked not in models:
            folder = TemporaryDirectory(prefix="home-")
            build(Path(folder.name), *args, **options)
            models[asked] = folder
        shutil.copytree(models[asked].name, home, dirs_exist_ok=True)
        return home

    return copied
