// Offers names while SQL is typed: after two letters a list of views, columns and functions called so. The arrow keys
// choose one, Enter or Tab takes it, Escape closes the list; until one is chosen Enter and Tab do what they always do.
// Ctrl+Enter runs the statement. The text area is Streamlit's own: without this script it is one like any other.

const LEAST_LETTERS = 2;
const MOST_OFFERED = 8;
const LIST = "d-sql-offers";

let state = null;
let stop = null;

function wordBefore(area) {
  const start = area.selectionStart;
  if (start !== area.selectionEnd) return "";
  return area.value.slice(0, start).match(/[\p{L}_][\p{L}\d_]*$/u)?.[0] ?? "";
}

function isInText(area) {
  // Within quotes or behind a comment nothing is a name.
  const before = area.value.slice(0, area.selectionStart);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return (before.match(/'/g) ?? []).length % 2 === 1 || line.includes("--");
}

function offersFor(word, names) {
  const asked = word.toLowerCase();
  if (asked.length < LEAST_LETTERS) return [];
  const starting = names.filter(({ name }) => name.startsWith(asked));
  const within = names.filter(({ name }) => !name.startsWith(asked) && name.includes(asked));
  const found = [...starting, ...within].slice(0, MOST_OFFERED);
  return found.length === 1 && found[0].name === asked ? [] : found;
}

// Where the caret is: the same text in a box of the same looks, up to there.
function caretPlace(area) {
  const looks = getComputedStyle(area);
  const box = area.getBoundingClientRect();
  const twin = document.createElement("div");
  for (const name of ["font", "letterSpacing", "lineHeight", "padding", "border", "boxSizing", "tabSize", "wordBreak"]) {
    twin.style[name] = looks[name];
  }
  Object.assign(twin.style, {
    position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", width: `${box.width}px`,
  });
  twin.textContent = area.value.slice(0, area.selectionStart);
  const mark = document.createElement("span");
  mark.textContent = "\u200b";
  twin.append(mark);
  document.body.append(twin);
  const top = mark.offsetTop + mark.offsetHeight - area.scrollTop;
  const place = { left: box.left + mark.offsetLeft, top: box.top + Math.min(Math.max(top, 0), box.height) };
  twin.remove();
  return place;
}

function close(area) {
  document.getElementById(LIST)?.remove();
  area?.removeAttribute("aria-activedescendant");
  area?.removeAttribute("aria-controls");
  if (state) Object.assign(state, { offers: [], chosen: -1 });
}

function mark(area, place) {
  state.chosen = place;
  [...document.getElementById(LIST).children].forEach((option, at) => {
    option.setAttribute("aria-selected", String(at === place));
    if (at === place) option.scrollIntoView({ block: "nearest" });
  });
  area.setAttribute("aria-activedescendant", `${LIST}-${place}`);
}

function show(area) {
  const offers = isInText(area) ? [] : offersFor(wordBefore(area), state.data.names);
  if (!offers.length) {
    close(area);
    return;
  }
  document.getElementById(LIST)?.remove();
  const list = document.createElement("ul");
  list.id = LIST;
  list.className = LIST;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", state.data.label);
  offers.forEach(({ name, kind, meaning }, at) => {
    const option = document.createElement("li");
    option.id = `${LIST}-${at}`;
    option.setAttribute("role", "option");
    const [shown, told] = [document.createElement("code"), document.createElement("span")];
    shown.textContent = name;
    told.textContent = [state.data.kinds[kind], meaning].filter(Boolean).join(" ");
    option.append(shown, " ", told);
    // Before the text area would lose the focus.
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(area, at);
    });
    list.append(option);
  });
  const { left, top } = caretPlace(area);
  Object.assign(list.style, { left: `${left}px`, top: `${top}px` });
  document.body.append(list);
  const box = list.getBoundingClientRect();
  list.style.left = `${Math.max(0, Math.min(left, innerWidth - box.width - 8))}px`;
  if (box.bottom > innerHeight) list.style.top = `${Math.max(0, top - box.height - 24)}px`;
  Object.assign(state, { offers });
  area.setAttribute("aria-controls", LIST);
  area.removeAttribute("aria-activedescendant");
  state.chosen = -1;
  state.status.textContent = state.data.count.replace("#", offers.length);
}

function take(area, place) {
  const word = wordBefore(area);
  const { name } = state.offers[place];
  area.setSelectionRange(area.selectionStart - word.length, area.selectionStart);
  state.isTaking = true;
  // Keeps the browser's own undo; where it is gone, the value is set and told.
  if (!document.execCommand("insertText", false, name)) {
    area.setRangeText(name, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  state.isTaking = false;
  close(area);
}

function run(area) {
  close(area);
  // Leaving the field hands its text over, as before a press of the button.
  area.blur();
  document.querySelector(`.st-key-${state.data.run} button`)?.click();
  area.focus();
}

function onKey(event) {
  const area = event.target;
  if (event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    event.stopPropagation();
    run(area);
    return;
  }
  const count = state.offers.length;
  if (!count) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = event.key === "ArrowDown" ? state.chosen + 1 : Math.max(state.chosen, 0) - 1;
    mark(area, (next + count) % count);
  } else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && state.chosen >= 0) {
    take(area, state.chosen);
  } else if (event.key === "Escape") {
    close(area);
  } else {
    if (["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "Enter", "Tab"].includes(event.key)) close(area);
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

export default function sqlNames({ parentElement: root, data: bytes }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  // Called anew whenever the block is drawn: what listened before must not hear every key a second time.
  stop?.();
  let status = root.querySelector("[role=status]");
  if (!status) {
    status = document.createElement("span");
    status.setAttribute("role", "status");
    root.append(status);
  }
  state = { data, status, offers: [], chosen: -1, isTaking: false };
  const concerns = (event) => event.target instanceof Element && event.target.matches(`.st-key-${data.area} textarea`);
  const listeners = {
    focusin: (event) => { event.target.setAttribute("aria-autocomplete", "list"); },
    focusout: (event) => close(event.target),
    input: (event) => { if (!state.isTaking) show(event.target); },
    pointerdown: (event) => close(event.target),
    keydown: onKey,
  };
  const heard = Object.entries(listeners).map(([name, hear]) => [name, (event) => { if (concerns(event)) hear(event); }]);
  heard.forEach(([name, hear]) => document.addEventListener(name, hear, true));
  stop = () => {
    heard.forEach(([name, hear]) => document.removeEventListener(name, hear, true));
    close(document.querySelector(`.st-key-${data.area} textarea`));
  };
  return stop;
}
