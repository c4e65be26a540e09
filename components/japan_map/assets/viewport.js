// Where the reader looks: zoom and centre, kept by the map's key until its geometry changes.

const LARGEST_ZOOM = 24;
const MARGIN = 6;
const saved = new Map();

export class Viewport {
  /** @param {string} key the map's key  @param {string} url of the geometry  @param {object} geometry */
  constructor(key, url, geometry) {
    this.geometry = geometry;
    this.width = 0;
    this.height = 0;
    const before = saved.get(key);
    this.state = before?.url === url ? before : { url, zoom: 1, x: geometry.width / 2, y: geometry.height / 2 };
    saved.set(key, this.state);
  }

  /** Screen pixels for one unit of the geometry. */
  get scale() {
    const { width, height } = this.geometry;
    const fit = Math.min((this.width - 2 * MARGIN) / width, (this.height - 2 * MARGIN) / height);
    return Math.max(fit, 0.01) * this.state.zoom;
  }

  get zoom() {
    return this.state.zoom;
  }

  get left() {
    return this.width / 2 - this.state.x * this.scale;
  }

  get top() {
    return this.height / 2 - this.state.y * this.scale;
  }

  /** A point of the geometry in pixels of the stage. */
  onScreen({ x, y }) {
    return { x: x * this.scale + this.left, y: y * this.scale + this.top };
  }

  resize(width, height) {
    this.width = width;
    this.height = height;
    this.clamp();
  }

  /** Zoom by a factor around a point of the screen; false when the limit was already reached. */
  zoomBy(factor, at = { x: this.width / 2, y: this.height / 2 }) {
    const zoom = Math.min(LARGEST_ZOOM, Math.max(1, this.state.zoom * factor));
    if (zoom === this.state.zoom) return false;
    const fixed = { x: (at.x - this.left) / this.scale, y: (at.y - this.top) / this.scale };
    this.state.zoom = zoom;
    this.state.x = fixed.x + (this.width / 2 - at.x) / this.scale;
    this.state.y = fixed.y + (this.height / 2 - at.y) / this.scale;
    this.clamp();
    return true;
  }

  panBy(dx, dy) {
    this.state.x -= dx / this.scale;
    this.state.y -= dy / this.scale;
    this.clamp();
  }

  /** Bring a point of the geometry into view; true when the view had to move. */
  reveal(x, y) {
    const inset = 40;
    const at = this.onScreen({ x, y });
    const dx = Math.max(inset - at.x, 0) + Math.min(this.width - inset - at.x, 0);
    const dy = Math.max(inset - at.y, 0) + Math.min(this.height - inset - at.y, 0);
    const { x: oldX, y: oldY } = this.state;
    this.panBy(dx, dy);
    return this.state.x !== oldX || this.state.y !== oldY;
  }

  reset() {
    this.state.zoom = 1;
    this.clamp();
  }

  clamp() {
    const within = (centre, size, shown) => {
      const half = (shown / 2 - MARGIN) / this.scale;
      return half * 2 >= size ? size / 2 : Math.min(size - half, Math.max(half, centre));
    };
    this.state.x = within(this.state.x, this.geometry.width, this.width);
    this.state.y = within(this.state.y, this.geometry.height, this.height);
  }
}
