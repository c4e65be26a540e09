// Names written into the map: the weightiest first, each where it meets no other at a readable size.

import { svg } from "./dom.js";
import { byWeight } from "./labelOrder.js";

const SIZE = 14;
const LINE = SIZE * 1.15;
const PADDING = 4;
const GAP = 2;
// Where to try around the label point of a region, in widths and heights of the text.
const TRIES = [0, -0.3, 0.3].flatMap((across) => [0, -0.6, 0.6, -1.2, 1.2].map((along) => [across, along]));
const OUTLINE = [-0.5, -0.25, 0, 0.25, 0.5].flatMap((across) => [-0.5, 0.5].map((along) => [across, along]));
// A name may hang over its region's edge where the region is this wide on screen, and this part of the name's width.
const LEAST_SIDE = 11;
const LEAST_PART = 0.3;
const LEADING_SIDE = 6;

/** Write the names of regions and insets that fit at the present zoom. */
export function placeLabels({ geometry, labels, paths, viewport, frames, leading }, language) {
  const { scale } = viewport;
  const insets = [...frames.children].map((frame) => frame.getBBox());
  const insetNames = (geometry.insets ?? []).flatMap((inset, index) => insetName(inset, insets[index], scale, language));
  const taken = insetNames.map((name) => name.box);
  const names = [];
  // Prefectures are few and large: theirs stay inside, and the borders between them stay clear.
  const mayHang = geometry.level === "municipality";
  for (const { index, isLeading } of byWeight(geometry.regions, leading)) {
    const region = geometry.regions[index];
    const text = (language === "en" && region.e) || region.n;
    const size = { width: textWidth(text) / scale, height: LINE / scale };
    const isFree = (box) =>
      isClear(box, taken, GAP / scale) &&
      insets.every((inset) => !crosses(box, inset)) &&
      isInView(box, geometry, viewport);
    const least = isLeading ? LEADING_SIDE : Math.max(LEAST_SIDE, LEAST_PART * size.width * scale);
    const at =
      (region.a > size.width * size.height && room(paths[index], region, size, isFree, OUTLINE)) ||
      (mayHang && Math.sqrt(region.a) * scale >= least && room(paths[index], region, size, isFree, [[0, 0]]));
    if (!at) continue;
    taken.push(boxAt(at, size));
    names.push(label(text, at.x * scale, at.y * scale, "middle"));
  }
  labels.replaceChildren(...names, ...insetNames.map((name) => name.element));
}

/** The first free place near the label point whose `points` (in sizes of the text) lie in the region, or null. */
function room(path, region, { width, height }, isFree, points) {
  const point = path.ownerSVGElement.createSVGPoint();
  const isInside = ({ x, y }) =>
    points.every(([across, along]) => {
      point.x = x + across * width;
      point.y = y + along * height;
      return path.isPointInFill(point);
    });
  const places = TRIES.map(([across, along]) => ({ x: region.x + across * width, y: region.y + along * height }));
  return places.find((place) => isFree(boxAt(place, { width, height })) && isInside(place)) ?? null;
}

function boxAt({ x, y }, { width, height }) {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function isClear(box, others, gap) {
  return others.every(
    (other) =>
      box.x + box.width + gap <= other.x ||
      other.x + other.width + gap <= box.x ||
      box.y + box.height + gap <= other.y ||
      other.y + other.height + gap <= box.y,
  );
}

/** Whether a box lies across the frame of an inset, neither within nor without. */
function crosses(box, inset) {
  const isWithin =
    box.x >= inset.x &&
    box.y >= inset.y &&
    box.x + box.width <= inset.x + inset.width &&
    box.y + box.height <= inset.y + inset.height;
  return !isWithin && !isClear(box, [inset], 0);
}

/** Whether a name can be read whole: on the map's own ground, or beside it where the stage leaves room. */
function isInView(box, { width }, { left, scale, width: stage }) {
  return box.x >= Math.min(0, -left / scale) && box.x + box.width <= Math.max(width, (stage - left) / scale);
}

/** The lines of an inset's name, each with the box it takes. */
function insetName(inset, box, scale, language) {
  const lines = wrap((language === "en" && inset.label_en) || inset.label, box.width * scale - 2 * PADDING);
  return lines.map((line, row) => {
    const x = box.x * scale + PADDING;
    const y = box.y * scale + PADDING + row * LINE;
    return {
      element: label(line, x, y + LINE / 2, "start"),
      box: { x: x / scale, y: y / scale, width: textWidth(line) / scale, height: LINE / scale },
    };
  });
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
