// How much room a map gets: the nation's a fixed height, a prefecture's as much as its shape can use.

const LEGEND_WIDTH = 200; // beside the drawing only where this much is left
const WINDOW_SHARE = 0.72; // the drawing and a few words around it stay on one screen
const MOST_HEIGHTS = 2;
const WORTH_IT = 0.85; // of its possible width a drawing keeps at least this much when the legend stands beside it

/**
 * @param {object | null} geometry  @param {number} width of the whole map  @param {number} height asked for
 * @returns {{height: number, isWide: boolean, isFitted: boolean}} height of the drawing; whether the legend stands
 *   beside it; whether the drawing then fills all that is left, so that the buttons need a place of their own
 */
export function fitStage(geometry, width, height) {
  if (!geometry || geometry.scope === "nation") {
    return { height, isWide: width >= height + LEGEND_WIDTH, isFitted: false };
  }
  const aspect = geometry.width / geometry.height;
  const most = Math.max(height, Math.min(WINDOW_SHARE * window.innerHeight, MOST_HEIGHTS * height));
  const below = Math.min(width, most * aspect);
  const beside = Math.min(width - LEGEND_WIDTH, most * aspect);
  const isWide = beside >= WORTH_IT * below;
  return { height: Math.round(Math.max(height, (isWide ? beside : below) / aspect)), isWide, isFitted: true };
}
