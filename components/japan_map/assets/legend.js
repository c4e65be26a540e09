// Legend: swatch with pattern, mark, words and count of every class; pointing at one shows where it is.

import { html, svg } from "./dom.js";
import { fillOf, makePattern } from "./patterns.js";

export class Legend {
  /** @param {(what: object|null) => void} onHighlight see Drawing.highlight */
  constructor(onHighlight) {
    this.root = html("ul", { class: "jm-legend", role: "list" });
    this.onHighlight = onHighlight;
    this.pinned = null;
    this.counts = [];
  }

  /** Build the entries anew; counts follow with `count`. */
  build({ palette, words, outlined, language }) {
    this.pinned = null;
    this.onHighlight(null);
    this.format = new Intl.NumberFormat(language);
    this.root.setAttribute("aria-label", words.legend);
    const entries = palette.map((entry, index) => this.entry({ class: index }, swatch(entry, index), entry));
    if (outlined) {
      const line = svg("svg", { class: "jm-swatch", viewBox: "0 0 22 16", "aria-hidden": "true" });
      line.append(svg("rect", { x: 2, y: 2, width: 18, height: 12, class: "jm-swatch-outline" }));
      entries.push(this.entry({ outlined: true }, line, { label: words.outlined, mark: words.outlined_mark }));
    }
    this.classes = palette.length;
    this.counts = entries.map(({ count }) => count);
    this.root.replaceChildren(...entries.map(({ item }) => item));
  }

  /** Write how many regions each class has, and how many are outlined. */
  count(classes, outline) {
    const totals = new Array(this.classes).fill(0);
    for (const index of classes) totals[index] += 1;
    // Without a list no count: nobody outlined would be a statement.
    totals.push(outline ? outline.reduce((sum, flag) => sum + flag, 0) : null);
    this.counts.forEach((element, index) => {
      element.textContent = totals[index] === null ? "" : this.format.format(totals[index]);
    });
  }

  entry(what, picture, { label, mark }) {
    const count = html("span", { class: "jm-count" });
    const name = html("span", { class: "jm-name" }, mark ? `${mark} ${label}` : label);
    const control = html("button", { type: "button", class: "jm-entry", "aria-pressed": "false" }, picture, name, count);
    for (const name of ["pointerenter", "focus"]) control.addEventListener(name, () => this.onHighlight(what));
    for (const name of ["pointerleave", "blur"]) {
      control.addEventListener(name, () => this.onHighlight(this.pinned?.what ?? null));
    }
    control.addEventListener("click", () => this.pin(control, what));
    return { item: html("li", {}, control), count };
  }

  pin(control, what) {
    const was = this.pinned;
    was?.control.setAttribute("aria-pressed", "false");
    this.pinned = was?.control === control ? null : { control, what };
    this.pinned?.control.setAttribute("aria-pressed", "true");
    this.onHighlight(this.pinned?.what ?? null);
  }
}

function swatch(entry, index) {
  const id = `jm-swatch-${index}`;
  const pattern = makePattern(id, entry, 1);
  const picture = svg("svg", { class: "jm-swatch", viewBox: "0 0 22 16", "aria-hidden": "true" });
  if (pattern) picture.append(svg("defs", {}, pattern));
  picture.append(svg("rect", { x: 0.5, y: 0.5, width: 21, height: 15, fill: fillOf(id, entry), class: "jm-swatch-box" }));
  return picture;
}
