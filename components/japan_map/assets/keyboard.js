// The map as one tab stop: arrows walk from region to region.

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The nearest region in a direction: distance along it, plus twice the way off it.
 * @returns {number} its index, or `from` where nothing lies that way
 */
export function neighbour(regions, from, [dx, dy]) {
  let best = from;
  let least = Infinity;
  const { x, y } = regions[from];
  regions.forEach((region, index) => {
    const along = (region.x - x) * dx + (region.y - y) * dy;
    const off = Math.abs((region.x - x) * dy) + Math.abs((region.y - y) * dx);
    const cost = along + 2 * off;
    if (index !== from && along > 0 && cost < least) {
      least = cost;
      best = index;
    }
  });
  return best;
}

/**
 * What a key asks of the map.
 * @returns {{move: number} | {pick: true} | {zoom: number} | {reset: true} | {leave: true} | null}
 */
export function keyAction(event, regions, active) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const { key } = event;
  if (DIRECTIONS[key]) return { move: active < 0 ? 0 : neighbour(regions, active, DIRECTIONS[key]) };
  if (key === "Home") return { move: 0 };
  if (key === "End") return { move: regions.length - 1 };
  if (key === "Enter" || key === " ") return { pick: true };
  if (key === "+" || key === ";" || key === "=") return { zoom: 1.5 };
  if (key === "-" || key === "_") return { zoom: 1 / 1.5 };
  if (key === "0") return { reset: true };
  if (key === "Escape") return { leave: true };
  return null;
}
