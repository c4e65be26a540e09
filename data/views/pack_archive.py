"""Hand-outs of several prefectures as one archive: made one after the other, so that whoever asks may show and stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from data.reference import Prefecture

_TIME: Final = (2000, 1, 1, 0, 0, 0)


def archive_packs(
    file: IO[bytes], prefectures: Sequence[Prefecture], *, make: Callable[[Prefecture], Mapping[str, bytes]]
) -> Iterator[Prefecture]:
    """Write the files that ``make`` gives of each prefecture into ``file`` as a ZIP; the same files, the same bytes.

    Yields each prefecture before its files are made. ``file`` is whole only after the last one: whoever stops earlier,
    or meets an error, throws it away.
    """
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for prefecture in prefectures:
            yield prefecture
            for name, content in make(prefecture).items():
                archive.writestr(ZipInfo(name, _TIME), content, ZIP_DEFLATED)
