// One map on one page: holds its parts together and turns each message from Python into the least change.

import { button, html, svg } from "./dom.js";
import { Drawing } from "./drawing.js";
import { fitStage } from "./fit.js";
import { loadGeometry } from "./geometry.js";
import { Legend } from "./legend.js";
import { Playback } from "./playback.js";
import { listenToPointer } from "./pointer.js";
import { RegionFocus } from "./regionFocus.js";
import { describe, Tooltip } from "./tooltip.js";
import { Viewport } from "./viewport.js";

const ZOOM_STEP = 1.5;

export class JapanMap {
  constructor(parent) {
    this.generation = 0; // messages so far; map.js counts
    this.taken = Promise.resolve();
    this.hovered = -1;
    this.build(parent);
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(this.root);
  }

  build(parent) {
    this.canvas = svg("svg", { class: "jm-canvas", role: "application", tabindex: 0 });
    this.canvas.setAttribute("aria-describedby", "jm-summary jm-instructions");
    this.tooltip = new Tooltip();
    this.zooming = html("div", { class: "jm-zooming" });
    this.message = html("div", { class: "jm-message", role: "status" });
    this.stage = html("div", { class: "jm-stage" }, this.canvas, this.message, this.tooltip.root);
    this.legend = new Legend((what) => this.drawing?.highlight(what));
    this.playback = new Playback({
      frame: (frame) => this.showFrame(frame),
      request: (series) => this.emit("playback", series),
      announce: (text) => this.focus.announce(text),
    });
    this.credit = html("p", { class: "jm-credit" });
    this.summary = html("p", { id: "jm-summary", class: "jm-hidden" });
    this.instructions = html("p", { id: "jm-instructions", class: "jm-hidden" });
    this.focus = new RegionFocus(this);
    const body = html("div", { class: "jm-body" }, this.stage, this.zooming, this.legend.root);
    this.root = html("div", { class: "jm", style: "visibility:hidden" }, body, this.playback.root, this.credit);
    this.root.append(this.summary, this.instructions, this.focus.live);
    parent.append(this.root);
    this.listen();
  }

  listen() {
    listenToPointer(this.canvas, {
      hover: (index, x, y) => this.hover(index, x, y),
      pick: (index) => this.pick(index),
      pan: (dx, dy) => this.look((viewport) => viewport.panBy(dx, dy)),
      wheel: (factor, x, y) => this.look((viewport) => viewport.zoomBy(factor, { x, y })),
      isFocused: () => this.canvas.getRootNode().activeElement === this.canvas,
      isZoomed: () => this.viewport?.zoom > 1,
    });
  }

  /** Take in one message from Python, after those before it: inflating a longer one takes longer. */
  take(payload, emit) {
    const turn = Promise.all([payload, this.taken]).then(([ready]) => {
      if (!this.destroyed) this.update(ready, emit);
    });
    this.taken = turn.catch(() => {}); // a message that fails is Streamlit's to show, and the next is welcome
    return turn;
  }

  update(payload, emit) {
    const started = performance.now();
    const before = this.payload;
    this.emit = emit;
    this.payload = payload;
    this.shown = this.playback.frames ? this.shown : payload;
    if (!same(before, payload, ["style"])) {
      for (const [name, colour] of Object.entries(payload.style)) this.root.style.setProperty(`--jm-${name}`, colour);
    }
    if (!same(before, payload, ["words", "title", "summary", "credit", "height"])) this.write();
    if (!same(before, payload, ["palette", "words", "outlined", "language"])) this.legend.build(payload);
    if (before?.series !== payload.series) this.shown = payload;
    if (before?.geometry !== payload.geometry || this.failed) this.fetch();
    else if (this.drawing) {
      this.draw(before);
      this.tellDrawn();
    }
    this.playback.update(payload);
    this.root.dataset.updateMs = (performance.now() - started).toFixed(2);
  }

  write() {
    const { words, title, summary, credit } = this.payload;
    this.canvas.setAttribute("aria-label", title);
    this.canvas.setAttribute("aria-roledescription", words.map_role);
    this.summary.textContent = summary;
    this.instructions.textContent = words.instructions;
    this.credit.textContent = credit;
    this.fit();
    this.zooming.replaceChildren(
      button("jm-button", words.zoom_in, () => this.zoom(ZOOM_STEP), "＋"),
      button("jm-button", words.zoom_out, () => this.zoom(1 / ZOOM_STEP), "－"),
      button("jm-button", words.zoom_reset, () => this.zoom(0), words.zoom_reset),
    );
  }

  /** Get the boundaries and draw; what Python sent meanwhile is what gets drawn. */
  fetch() {
    const { geometry: url, words } = this.payload;
    this.clear();
    this.say(words.loading);
    loadGeometry(url).then(
      (geometry) => {
        if (this.payload.geometry === url && !this.destroyed) this.install(geometry);
      },
      () => {
        if (this.payload.geometry === url && !this.destroyed) this.fail(this.payload.words.failed, true);
      },
    );
  }

  install(geometry) {
    this.clear();
    this.geometry = geometry;
    this.viewport = new Viewport(this.payload.key, this.payload.geometry, geometry);
    this.drawing = new Drawing(this.canvas, geometry, this.viewport);
    this.root.dataset.level = geometry.level;
    this.resize();
    this.draw(null);
    this.root.dataset.drawnAt = performance.now().toFixed(0);
    this.tellDrawn();
  }

  /** Tell each page of a session once that the reader sees the map, or that there is none to see. */
  tellDrawn() {
    const mark = this.payload.tells_drawn;
    if (!mark || mark === this.toldMark) return;
    this.toldMark = mark;
    requestAnimationFrame(() => setTimeout(() => this.emit("drawn", true)));
  }

  clear() {
    this.drawing?.destroy();
    this.drawing = null;
    this.focus.forget();
    this.hovered = -1;
    this.failed = false;
    this.root.classList.remove("jm-failed");
    this.tooltip.hide();
    this.canvas.replaceChildren();
    this.say("");
  }

  /** Draw what is shown: this message, or a month of the playback. Colours the fewest regions possible. */
  draw(before) {
    const { payload, shown, drawing, geometry } = this;
    if (geometry.checksum !== payload.checksum || geometry.codes.length !== payload.regions) {
      this.clear();
      this.fail(payload.words.mismatch, false);
      return;
    }
    if (!same(before, payload, ["palette"])) drawing.setPalette(payload.palette);
    this.root.dataset.changed = drawing.recolour(shown.classes);
    drawing.setOutline(shown.outline);
    drawing.leading = payload.leading;
    drawing.mark("selected", geometry.codes.indexOf(payload.selected));
    this.legend.count(shown.classes, shown.outline);
    if (before?.language !== payload.language) drawing.place(payload.language);
    if (!this.tooltip.root.hidden) this.tell(this.told);
  }

  showFrame(frame) {
    this.shown = frame ?? this.payload;
    if (this.drawing) this.draw(this.payload);
  }

  say(text, ...more) {
    this.message.replaceChildren(text, ...more);
    this.message.hidden = !text;
  }

  fail(text, canRetry) {
    this.failed = true;
    this.tellDrawn();
    this.root.classList.add("jm-failed");
    const retry = html("button", { type: "button", class: "jm-button" }, this.payload.words.retry);
    retry.addEventListener("click", () => this.fetch());
    this.say(html("span", { class: "jm-error" }, text), ...(canRetry ? [retry] : []));
  }

  /** Give the drawing the height its shape can use, and the legend its place. */
  fit() {
    if (!this.payload) return;
    const { height, isWide, isFitted } = fitStage(this.geometry, this.root.clientWidth, this.payload.height);
    this.stage.style.height = `${height}px`;
    this.root.classList.toggle("jm-wide", isWide);
    this.root.classList.toggle("jm-fitted", isFitted);
  }

  resize() {
    this.fit();
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!this.viewport || !width) return;
    this.viewport.resize(width, height);
    this.place();
  }

  place() {
    if (!this.drawing) return;
    this.canvas.style.touchAction = this.viewport.zoom > 1 ? "none" : "";
    this.drawing.place(this.payload.language);
  }

  /** Change the view; returns what the change returned. */
  look(change) {
    if (!this.viewport) return false;
    const result = change(this.viewport);
    this.place();
    return result;
  }

  zoom(factor, at) {
    this.tooltip.hide();
    this.look((viewport) => (factor ? viewport.zoomBy(factor, at) : viewport.reset()));
  }

  hover(index, x, y) {
    if (!this.drawing) return;
    if (index !== this.hovered) {
      this.hovered = index;
      this.drawing.mark("hover", index);
    }
    if (index < 0) this.tooltip.hide();
    else this.tell({ index, x, y });
  }

  /** Show the tooltip of a region at a point of the stage. Returns what it says. */
  tell({ index, x, y }) {
    this.told = { index, x, y };
    const said = describe(this.geometry.regions[index], index, this.payload, this.shown);
    this.tooltip.show(said, x, y);
    return said;
  }

  pick(index) {
    this.focus.active = index;
    this.emit("picked", this.geometry.codes[index]);
  }

  destroy() {
    this.destroyed = true;
    this.focus.destroy();
    this.tooltip.hide();
    this.resizing.disconnect();
    this.playback.destroy();
    this.drawing?.destroy();
    this.root.remove();
  }
}

function same(before, after, names) {
  return before && names.every((name) => JSON.stringify(before[name]) === JSON.stringify(after[name]));
}
