from __future__ import annotations

from xml.etree import ElementTree

from components.documents.map_drawing import frame_lines, map_svg, rings
from tests.components.documents.pack_sample import sample_pack


def test_a_hole_and_negative_steps_are_read() -> None:
    assert rings("M10 0l10 0 0 10-10 0zM12 2l2 0 0 2-2 0z") == (
        ((100, 0), (200, 0), (200, 100), (100, 100)),
        ((120, 20), (140, 20), (140, 40), (120, 40)),
    )
    assert rings("M277 242.5l5.6-.4 .5 0z") == (((2770, 2425), (2826, 2421), (2831, 2421)),)


def test_the_picture_has_every_region_in_the_colour_of_its_class() -> None:
    picture = sample_pack().map
    assert picture is not None
    root = ElementTree.fromstring(map_svg(picture))
    paths = [node for node in root if node.tag.endswith("path")]
    assert [node.get("fill") for node in paths] == ["#ce0000", "url(#hatch0)", "none"]
    assert root.get("viewBox") == "0 0 20 10"
    assert len(root.findall(".//{*}pattern")) == 1


def test_the_box_of_an_island_has_four_sides_and_an_open_line_stays_open() -> None:
    box, border = frame_lines("M12 12l270 0 0 340-270 0z"), frame_lines("M1 1l5 0 0 5")
    assert box == (((120, 120), (2820, 120), (2820, 3520), (120, 3520), (120, 120)),)
    assert border == (((10, 10), (60, 10), (60, 60)),)
