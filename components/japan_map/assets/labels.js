// Names written into the map, only where they lie whole inside their region or inset at a readable size.

import { svg } from "./dom.js";

const SIZE = 14;
const LINE = SIZE * 1.15;
const PADDING = 4;
// Where to try around the label point of a region, in widths and heights of the text.
const TRIES = [0, -0.3, 0.3].flatMap((across) => [0, -0.6, 0.6, -1.2, 1.2].map((along) => [across, along]));
const OUTLINE = [-0.5, -0.25, 0, 0.25, 0.5].flatMap((across) => [-0.5, 0.5].map((along) => [across, along]));

/** Write the names of regions and insets that fit at the present zoom. */
export function placeLabels({ geometry, labels, paths, viewport, frames }, language) {
  const { scale } = viewport;
  const made = geometry.regions.map((region, index) => {
    const text = (language === "en" && region.e) || region.n;
    const box = { width: textWidth(text) / scale, height: LINE / scale };
    const at = region.a > box.width * box.height ? room(paths[index], region, box) : null;
    return at && label(text, at.x * scale, at.y * scale, "middle");
  });
  (geometry.insets ?? []).forEach((inset, index) => {
    const box = frames.children[index].getBBox();
    const lines = wrap((language === "en" && inset.label_en) || inset.label, box.width * scale - 2 * PADDING);
    lines.forEach((line, row) => {
      made.push(label(line, box.x * scale + PADDING, box.y * scale + PADDING + (row + 0.5) * LINE, "start"));
    });
  });
  labels.replaceChildren(...made.filter(Boolean));
}

/** The first place near the label point where a box lies whole inside the region, or null. */
function room(path, region, { width, height }) {
  const point = path.ownerSVGElement.createSVGPoint();
  const inside = (x, y) =>
    OUTLINE.every(([across, along]) => {
      point.x = x + across * width;
      point.y = y + along * height;
      return path.isPointInFill(point);
    });
  const places = TRIES.map(([across, along]) => ({ x: region.x + across * width, y: region.y + along * height }));
  return places.find(({ x, y }) => inside(x, y)) ?? null;
}

/** A name in one line or two, or in none when even that is too wide. */
function wrap(text, width) {
  if (textWidth(text) <= width) return [text];
  const middle = text.length / 2;
  const breaks = [...text].map((_, at) => at).filter((at) => /[・ ]/.test(text[at - 1] ?? ""));
  const at = breaks.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? Math.ceil(middle);
  const lines = [text.slice(0, at).trim(), text.slice(at)];
  return lines.every((line) => textWidth(line) <= width) ? lines : [];
}

function label(text, x, y, anchor) {
  const element = svg("text", { x, y, "text-anchor": anchor, "dominant-baseline": "central", "font-size": SIZE });
  element.textContent = text;
  return element;
}

function textWidth(text) {
  let width = 0;
  for (const letter of text) width += letter.codePointAt(0) < 0x2e80 ? SIZE * 0.58 : SIZE;
  return width;
}
