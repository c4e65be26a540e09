// Names written into the map, only where they lie whole inside their region at a readable size.

import { svg } from "./dom.js";

const SIZE = 14;
const LINE = SIZE * 1.1;

/** Write the names of regions and insets that fit at the present zoom. */
export function placeLabels({ geometry, labels, paths, viewport, frames }, language) {
  const { scale } = viewport;
  const made = [];
  geometry.regions.forEach((region, index) => {
    const text = (language === "en" && region.e) || region.n;
    const width = textWidth(text) / scale;
    const height = LINE / scale;
    if (region.a > width * height && fits(paths[index], region, width, height)) {
      made.push(label(text, region.x * scale, region.y * scale, "middle"));
    }
  });
  (geometry.insets ?? []).forEach((inset, index) => {
    const text = (language === "en" && inset.label_en) || inset.label;
    const box = frames.children[index].getBBox();
    if (textWidth(text) < box.width * scale * 1.2) {
      made.push(label(text, box.x * scale + 4, box.y * scale + LINE / 2 + 2, "start"));
    }
  });
  labels.replaceChildren(...made);
}

function fits(path, { x, y }, width, height) {
  const point = path.ownerSVGElement.createSVGPoint();
  for (const across of [-0.5, -0.25, 0, 0.25, 0.5]) {
    for (const along of [-0.5, 0.5]) {
      point.x = x + across * width;
      point.y = y + along * height;
      if (!path.isPointInFill(point)) return false;
    }
  }
  return true;
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
