// Fills that don't rest on colour alone: hatch and dots, drawn over the class colour.

import { svg } from "./dom.js";

const CELL = 6;

/**
 * Make the pattern of one class, or null when it is a plain colour.
 * `scale` is the size of a screen pixel in the units of the drawing: hatches keep their width at every zoom.
 */
export function makePattern(id, entry, scale) {
  if (entry.pattern === "none") return null;
  const drawn =
    entry.pattern === "hatch"
      ? svg("path", { d: `M-1 1L1 -1M0 ${CELL}L${CELL} 0M5 7L7 5`, class: "jm-pattern" })
      : svg("circle", { cx: CELL / 2, cy: CELL / 2, r: 0.7, class: "jm-pattern" });
  const ground = svg("rect", { width: CELL, height: CELL, fill: entry.fill });
  const size = { width: CELL, height: CELL, patternUnits: "userSpaceOnUse" };
  return svg("pattern", { id, ...size, patternTransform: `scale(${scale})` }, ground, drawn);
}

/** The `fill` attribute of a class whose pattern, if any, has this id. */
export function fillOf(id, entry) {
  return entry.pattern === "none" ? entry.fill : `url(#${id})`;
}
