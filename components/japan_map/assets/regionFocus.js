// Which region has the keyboard: its ring, its tooltip, and the sentence a screen reader speaks.

import { html } from "./dom.js";
import { keyAction } from "./keyboard.js";

export class RegionFocus {
  /** @param {JapanMap} map whose canvas is the one tab stop */
  constructor(map) {
    this.map = map;
    this.active = -1;
    this.timer = 0;
    this.live = html("div", { class: "jm-hidden", "aria-live": "polite" });
    const { canvas } = map;
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("focus", () => {
      if (map.drawing && canvas.matches(":focus-visible")) this.activate(this.first());
    });
    canvas.addEventListener("blur", () => this.leave());
  }

  key(event) {
    const { map } = this;
    const action = map.drawing && keyAction(event, map.geometry.regions, this.active);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation(); // Streamlit has shortcuts of its own
    if ("move" in action) this.activate(action.move);
    else if (action.pick) map.pick(this.first());
    else if (action.leave) map.canvas.blur();
    else {
      map.zoom(action.zoom ?? 0, map.viewport.onScreen(map.geometry.regions[this.first()]));
      this.activate(this.first());
    }
  }

  /** The region that last had the keyboard, else the selected one, else the first. */
  first() {
    const { geometry, payload } = this.map;
    return this.active >= 0 ? this.active : Math.max(0, geometry.codes.indexOf(payload.selected));
  }

  activate(index) {
    const { map } = this;
    const region = map.geometry.regions[index];
    this.leave();
    this.active = index;
    map.drawing.mark("focus", index);
    map.look((viewport) => viewport.reveal(region.x, region.y));
    const said = map.tell({ index, ...map.viewport.onScreen(region) });
    const path = map.drawing.paths[index];
    path.id = "jm-active";
    path.setAttribute("role", "img");
    path.setAttribute("aria-label", said.name);
    map.canvas.setAttribute("aria-activedescendant", path.id);
    this.announce([said.name, ...said.lines].join(map.payload.words.separator));
  }

  /** Take ring and tooltip away; the region is remembered for the next time the map gets the keyboard. */
  leave() {
    const { drawing, canvas, tooltip } = this.map;
    const path = drawing?.paths[this.active];
    for (const name of ["id", "role", "aria-label"]) path?.removeAttribute(name);
    canvas.removeAttribute("aria-activedescendant");
    drawing?.mark("focus", -1);
    tooltip.hide();
  }

  /** Other boundaries: no region of the old ones is remembered. */
  forget() {
    this.active = -1;
    this.map.canvas.removeAttribute("aria-activedescendant");
  }

  announce(text) {
    clearTimeout(this.timer);
    // Only where an arrow key comes to rest: a held key would queue up a sentence for each region passed.
    this.timer = setTimeout(() => {
      this.live.textContent = text;
    }, 120);
  }

  destroy() {
    clearTimeout(this.timer);
  }
}
