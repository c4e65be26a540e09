// Which names come first where not all find room.

/**
 * The regions in the order their names are written: the city that bears its prefecture's name, the leading ones group
 * by group, other cities and wards, towns and villages; the larger first within each.
 * @param {Array<object>} regions of the geometry  @param {string[][]} leading codes, the weightiest group first
 * @returns {Array<{index: number, isLeading: boolean}>}
 */
export function byWeight(regions, leading) {
  const groups = new Map(leading.flatMap((codes, group) => codes.map((code) => [code, group + 1])));
  const rank = (region) => {
    if (isNamesake(region)) return 0;
    return groups.get(region.c) ?? leading.length + (/[市区]$/.test(region.n) ? 1 : 2);
  };
  return regions
    .map((region, index) => ({ index, rank: rank(region), area: region.a }))
    .sort((a, b) => a.rank - b.rank || b.area - a.area)
    .map((one) => ({ index: one.index, isLeading: one.rank <= leading.length }));
}

function isNamesake({ n, p }) {
  return Boolean(p) && n.endsWith("市") && n.slice(0, -1) === p.slice(0, -1);
}
