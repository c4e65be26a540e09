"""Hand-outs of several places as one archive: made one after the other, so that whoever asks may show and stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_TIME: Final = (2000, 1, 1, 0, 0, 0)


def archive_packs(
    file: IO[bytes], places: Sequence[str], *, make: Callable[[str], Mapping[str, bytes]]
) -> Iterator[str]:
    """Write the files that ``make`` gives of each place into ``file`` as a ZIP; the same files, the same bytes.

    Yields each place before its files are made. ``file`` is whole only after the last one: whoever stops earlier, or
    meets an error, throws it away.
    """
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for place in places:
            yield place
            for name, content in make(place).items():
                archive.writestr(ZipInfo(name, _TIME), content, ZIP_DEFLATED)
