// What is said of one region, on hover, on focus and aloud.

import { html } from "./dom.js";
import { valueText } from "./payload.js";

/**
 * The sentences about a region.
 * @returns {{name: string, lines: string[]}}
 */
export function describe(region, index, { palette, prefectures, words, measure, language, selected }, shown) {
  const prefecture = region.p ? prefectures[region.c.slice(0, 2)] ?? region.p : "";
  const name =
    language === "en" ? [region.e || region.n, prefecture].filter(Boolean).join(", ") : [prefecture, region.n].filter(Boolean).join(" ");
  const entry = palette[shown.classes[index]];
  // A dotted class has nothing to value (not applicable), which its label says; any other was not reported.
  const nothing = entry.pattern === "dots" ? entry.label : words.no_value;
  const value = valueText(shown.values[index], shown.valueSpec, language) ?? nothing;
  const lines = [`${measure} ${value}`, `${entry.mark} ${entry.label}`.trim()];
  if (shown.outline?.[index]) lines.push(`${words.outlined_mark} ${words.outlined}`.trim());
  if (region.c === selected) lines.push(words.selected);
  return { name, lines };
}

export class Tooltip {
  constructor() {
    this.root = html("div", { class: "jm-tooltip", role: "tooltip", hidden: "" });
    this.dismiss = (event) => event.key === "Escape" && this.hide();
  }

  /** Show a description near a point of the stage, on the side where there is room. */
  show({ name, lines }, x, y) {
    this.root.replaceChildren(html("strong", {}, name), ...lines.map((line) => html("span", {}, line)));
    this.root.hidden = false;
    document.addEventListener("keydown", this.dismiss); // also where only the pointer is on the map
    const stage = this.root.parentElement;
    const { offsetWidth: width, offsetHeight: height } = this.root;
    const left = x + 14 + width > stage.clientWidth ? x - 14 - width : x + 14;
    const top = y + 14 + height > stage.clientHeight ? y - 14 - height : y + 14;
    this.root.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
  }

  hide() {
    this.root.hidden = true;
    document.removeEventListener("keydown", this.dismiss);
  }
}
