// Small makers of elements. Text is only ever set as text: names come from files that an operator may replace.

const SVG = "http://www.w3.org/2000/svg";

/** Make an HTML element with attributes and children (elements or texts). */
export function html(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** Make an SVG element with attributes and children. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** Make a button that never submits anything, with an accessible name and the same words as hint. */
export function button(className, label, onClick, ...children) {
  const made = html("button", { type: "button", class: className, "aria-label": label, title: label }, ...children);
  made.addEventListener("click", onClick);
  return made;
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
