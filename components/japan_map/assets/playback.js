// Months played in the browser, without asking Python again for each.

import { button, html } from "./dom.js";

const KEPT = 4;
const SPEEDS = [0.5, 1, 2, 4];
const kept = new Map(); // series id → frames, over reruns and page switches

export class Playback {
  /** @param {object} on `frame(frame|null)`, `request(seriesId)`, `announce(text)` */
  constructor(on) {
    this.root = html("div", { class: "jm-playback", role: "group" });
    this.on = on;
    this.series = null;
    this.frames = null;
    this.at = 0;
    this.timer = 0;
    this.waiting = false;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.speed = calm ? SPEEDS[0] : 1;
  }

  /** Follow the newest message: another series ends the playback, arrived frames start it. */
  update(payload) {
    if (payload.series !== this.series || JSON.stringify(payload.words) !== this.drawnWords) {
      this.close();
      this.series = payload.series;
      this.words = payload.words;
      this.drawnWords = JSON.stringify(payload.words);
      this.language = payload.language;
      this.draw();
    }
    if (!payload.months) return;
    kept.set(payload.series, payload.months);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    if (this.waiting) this.open(payload.months);
  }

  draw() {
    this.root.hidden = !this.series;
    if (!this.series) return;
    const { words } = this;
    this.root.setAttribute("aria-label", words.month);
    if (!this.frames) {
      const start = html("button", { type: "button", class: "jm-button" }, `▶ ${this.waiting ? words.fetching : words.play}`);
      start.disabled = this.waiting;
      start.addEventListener("click", () => this.start());
      this.root.replaceChildren(start);
      return;
    }
    this.toggle = html("button", { type: "button", class: "jm-button jm-toggle" });
    this.toggle.addEventListener("click", () => (this.timer ? this.pause() : this.play()));
    this.slider = html("input", { type: "range", min: 0, max: this.frames.length - 1, step: 1, "aria-label": words.month });
    this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
    this.month = html("output", { class: "jm-month" });
    const speeds = SPEEDS.map((speed) => html("option", { value: speed }, `${speed}×`));
    const speed = html("select", { class: "jm-speed", "aria-label": words.speed, title: words.speed }, ...speeds);
    speed.value = this.speed;
    speed.addEventListener("change", () => {
      this.speed = Number(speed.value);
      if (this.timer) this.play();
    });
    this.root.replaceChildren(
      this.toggle,
      button("jm-button", words.previous, () => this.go(this.at - 1), "‹"),
      this.slider,
      button("jm-button", words.next, () => this.go(this.at + 1), "›"),
      this.month,
      speed,
      button("jm-button", words.close, () => this.close(), "×"),
    );
  }

  start() {
    const frames = kept.get(this.series);
    if (frames) {
      this.open(frames);
      return;
    }
    this.waiting = true;
    this.draw();
    this.on.request(this.series);
  }

  open(frames) {
    this.waiting = false;
    this.frames = frames;
    this.draw();
    this.show(0);
    this.play();
    this.toggle.focus();
  }

  close() {
    this.pause();
    const wasOpen = this.frames !== null;
    this.frames = null;
    this.waiting = false;
    this.draw();
    if (wasOpen) this.on.frame(null);
  }

  play() {
    clearTimeout(this.timer);
    if (this.at === this.frames.length - 1) this.show(0);
    const step = () => {
      if (!document.hidden) this.show(this.at + 1);
      if (this.at < this.frames.length - 1) this.timer = setTimeout(step, 1000 / this.speed);
      else this.pause();
    };
    this.timer = setTimeout(step, 1000 / this.speed);
    this.drawToggle();
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.frames) this.drawToggle();
  }

  go(at) {
    this.pause();
    this.show(at);
    this.on.announce(this.frames[this.at].label);
  }

  show(at) {
    this.at = Math.min(this.frames.length - 1, Math.max(0, at));
    const frame = this.frames[this.at];
    this.slider.value = this.at;
    this.slider.setAttribute("aria-valuetext", frame.label);
    this.month.textContent = frame.label;
    this.drawToggle();
    this.on.frame(frame);
  }

  drawToggle() {
    const { words, timer } = this;
    this.toggle.textContent = timer ? `❚❚ ${words.pause}` : `▶ ${words.play}`;
  }

  destroy() {
    clearTimeout(this.timer);
  }
}
