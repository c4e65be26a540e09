"""A statement of the SQL console under way: in a thread, with the data it was asked of, to be watched and stopped."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from components.explore_source import ExploreSource
from data.model import AsOf
from data.views.console import RefusedError, SqlAnswer


@dataclass(frozen=True, slots=True)
class AskedOf:
    """The data a statement was run on, as its result and its files must say whatever the page shows by then."""

    as_of: AsOf
    data_id: str
    files: tuple[str, ...]
    is_synthetic: bool

    @classmethod
    def of(cls, source: ExploreSource) -> AskedOf:
        """The data the page shows."""
        return cls(source.as_of, source.data_id, source.files, source.is_synthetic)

    def is_same(self, other: AskedOf) -> bool:
        """Whether it is the same data, in whatever language its sources are named."""
        return (self.as_of, self.data_id) == (other.as_of, other.data_id)


@dataclass(slots=True)
class SqlJob:
    """A statement under way or done: what came of it, and the way to stop it. ``stage`` is how far it is."""

    sql: str
    asked_of: AskedOf
    cancelled: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    answer: SqlAnswer | None = None
    refusal: str = ""
    stage: str = "working"

    @property
    def is_under_way(self) -> bool:
        """Whether an answer is still to come."""
        return self.thread is not None and self.thread.is_alive()

    def tell(self, stage: str) -> None:
        """Take note of how far it is."""
        self.stage = stage

    def wait(self, seconds: float) -> None:
        """Wait until it is over, at most so long."""
        if self.thread is not None:
            self.thread.join(seconds)


def start_job(source: ExploreSource, *, sql: str) -> SqlJob:
    """Run a statement on the data of the page, in a thread of its own."""
    job = SqlJob(sql, AskedOf.of(source))

    def work() -> None:
        try:
            job.answer = source.sql(job.sql, job.cancelled, job.tell)
        except RefusedError as error:
            job.refusal = str(error)

    job.thread = threading.Thread(target=work, name="explore_sql", daemon=True)
    job.thread.start()
    return job
