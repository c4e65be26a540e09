// The SVG itself: one path a region, and above them borders, insets, labels and the marks of pointer and keyboard.

import { svg } from "./dom.js";
import { placeLabels } from "./labels.js";
import { fillOf, makePattern } from "./patterns.js";

export class Drawing {
  /** @param {SVGSVGElement} canvas an empty svg  @param {object} geometry  @param {Viewport} viewport */
  constructor(canvas, geometry, viewport) {
    this.geometry = geometry;
    this.viewport = viewport;
    this.classes = null;
    this.fills = [];
    this.highlighted = null;
    this.paths = geometry.regions.map((region, index) => {
      const path = svg("path", { d: region.d, class: "jm-region" });
      path.index = index;
      return path;
    });
    this.defs = svg("defs");
    // Outlined regions lie below the others, which then cover the outer half of their wide line: the outline
    // stays inside its own region, and a neighbour that is not outlined never looks as if it were.
    this.below = svg("g");
    this.above = svg("g", {}, ...this.paths);
    this.borders = svg("path", { class: "jm-borders", d: geometry.borders ?? "" });
    this.frames = svg("g", {}, ...(geometry.insets ?? []).map((inset) => svg("path", { class: "jm-inset", d: inset.d })));
    this.marks = {};
    for (const name of ["hover", "selected-ground", "selected", "focus-ground", "focus"]) {
      this.marks[name] = svg("path", { class: `jm-mark jm-mark-${name}`, d: "" });
    }
    this.scene = svg("g", {}, this.below, this.above, this.borders, this.frames, ...Object.values(this.marks));
    this.labels = svg("g", { class: "jm-labels" });
    canvas.replaceChildren(this.defs, this.scene, this.labels);
    this.labelTimer = 0;
    this.leading = [];
    this.sides = geometry.regions.map((region) => Math.sqrt(region.a));
    this.middleSide = [...this.sides].sort((a, b) => a - b)[this.sides.length >> 1] ?? 0;
  }

  /** Set the palette; every region is filled anew with the next recolouring. */
  setPalette(palette) {
    this.palette = palette;
    this.fills = palette.map((entry, index) => fillOf(`jm-pattern-${index}`, entry));
    this.patterns = palette.map((entry, index) => makePattern(`jm-pattern-${index}`, entry, 1 / this.viewport.scale));
    this.defs.replaceChildren(...this.patterns.filter(Boolean));
    this.classes = null;
  }

  /** Fill the regions whose class changed. Returns how many did. */
  recolour(classes) {
    let changed = 0;
    this.paths.forEach((path, index) => {
      if (this.classes?.[index] === classes[index]) return;
      path.setAttribute("fill", this.fills[classes[index]]);
      changed += 1;
    });
    this.classes = classes;
    if (this.highlighted) this.highlight(this.highlighted);
    return changed;
  }

  /** Outline the flagged regions (null: none). */
  setOutline(outline) {
    const moved = this.paths.filter((path, index) => Boolean(outline?.[index]) !== (path.parentNode === this.below));
    for (const path of moved) {
      const outlined = path.parentNode !== this.below;
      path.classList.toggle("jm-outlined", outlined);
      path.removeAttribute("stroke-width");
      (outlined ? this.below : this.above).append(path);
    }
    this.outline = outline;
    if (moved.length) this.setLines();
    if (this.highlighted) this.highlight(this.highlighted);
  }

  /** Draw lines as wide as the regions bear at this zoom: they must not drown the colours they enclose. */
  setLines() {
    const { scale } = this.viewport;
    const width = (side, share, least, most) => Math.min(most, Math.max(least, share * side * scale)).toFixed(2);
    this.above.setAttribute("stroke-width", width(this.middleSide, 0.03, 0.25, 0.8));
    for (const path of this.below.children) {
      path.setAttribute("stroke-width", width(this.sides[path.index], 0.09, 1, 3.5));
    }
  }

  /** Dim all regions but those of one class (`{class: n}`) or the outlined ones (`{outlined: true}`); null: none. */
  highlight(what) {
    this.highlighted = what;
    this.paths.forEach((path, index) => {
      const shown = !what || (what.outlined ? this.outline?.[index] : this.classes[index] === what.class);
      path.classList.toggle("jm-dim", !shown);
    });
  }

  /** Mark the region under the pointer, the selected one or the one with the keyboard (index, or -1 for none). */
  mark(name, index) {
    const shape = this.geometry.regions[index]?.d ?? "";
    this.marks[name].setAttribute("d", shape);
    this.marks[`${name}-ground`]?.setAttribute("d", shape); // a pale line below keeps it visible on dark classes
  }

  /** Move the scene to where the viewport looks. Labels follow at once when panning, a moment later when zooming. */
  place(language) {
    const { left, top, scale } = this.viewport;
    this.scene.setAttribute("transform", `translate(${left} ${top}) scale(${scale})`);
    this.labels.setAttribute("transform", `translate(${left} ${top})`);
    if (this.placedScale === scale && this.placedLanguage === language) return;
    this.placedScale = scale;
    this.placedLanguage = language;
    this.setLines();
    for (const pattern of this.patterns ?? []) pattern?.setAttribute("patternTransform", `scale(${1 / scale})`);
    this.labels.replaceChildren();
    clearTimeout(this.labelTimer);
    this.labelTimer = setTimeout(() => placeLabels(this, language), 150);
  }

  destroy() {
    clearTimeout(this.labelTimer);
  }
}
