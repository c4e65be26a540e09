// Turns the pages of a projection by the keys of a keyboard or of a presenter. Typing stays typing, and a map that has
// the focus keeps its arrows.

const STEPS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next",
  ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous",
  Home: "first", Escape: "leave",
};
const TYPING = "input, textarea, select, [contenteditable='true'], [role='listbox'], [role='combobox'], [role='slider']";

let turn = null;

export default ({ data }) => {
  if (turn) window.removeEventListener("keydown", turn);
  const own = (event) => {
    const step = STEPS[event.key];
    if (!step || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.composedPath().some((element) => element.matches?.(TYPING))) return;
    const button = document.querySelector(`.st-key-${data[step]} button`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  };
  turn = own;
  window.addEventListener("keydown", own);
  return () => window.removeEventListener("keydown", own);
};
