// A table of systems by steps. One cell is in the order of the Tab key; arrows, Home, End move it; Enter, Space or a
// click chooses the system of its row. The line above the table and a small label at the cell say what it shows.

const TONES = { D: "done", W: "working", U: "untouched", N: "none", "?": "unknown" };
const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function head(data) {
  const thead = element("thead");
  const groups = element("tr", "groups");
  const corner = element("th", "corner", data.words.business);
  corner.scope = "col";
  corner.rowSpan = 2;
  groups.append(corner);
  for (const [label, span] of data.groups) {
    const cell = element(label ? "th" : "td", label ? "end" : "", label);
    cell.colSpan = span;
    if (label) cell.scope = "colgroup";
    groups.append(cell);
  }
  const numbers = element("tr", "numbers");
  data.steps.forEach((step, place) => {
    const cell = element("th", "", String(place + 1));
    cell.scope = "col";
    cell.setAttribute("aria-label", step);
    numbers.append(cell);
  });
  thead.append(groups, numbers);
  return thead;
}

function rowOf(data, row) {
  const line = element("tr", data.ids[row] === data.selected ? "selected" : "");
  const name = element("th", "name", data.names[row]);
  name.scope = "row";
  name.tabIndex = -1;
  name.title = data.words.choose.replace("{name}", data.names[row]);
  if (data.ids[row] === data.selected) name.setAttribute("aria-current", "true");
  line.append(name);
  [...data.rows[row]].forEach((state, place) => {
    const cell = element("td", TONES[state], data.marks[state][0]);
    cell.tabIndex = -1;
    cell.setAttribute("aria-label", said(data, row, place));
    line.append(cell);
  });
  return line;
}

function said(data, row, place) {
  const [mark, word] = data.marks[data.rows[row][place]];
  return [data.names[row], data.steps[place], `${mark} ${word}`].join(data.words.joint);
}

function ends(table, data) {
  // A line after each milestone's column, through the whole table.
  let column = 0;
  for (const [label, span] of data.groups) {
    column += span;
    if (!label) continue;
    for (const row of table.querySelectorAll("tr.numbers, tbody tr")) {
      const cells = row.matches(".numbers") ? row.children : [...row.children].slice(1);
      cells[column - 1].classList.add("end");
    }
  }
}

export default function stepMatrix({ parentElement: root, data: bytes, setTriggerValue }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  const before = root.querySelector(".frame");
  const hadFocus = before?.contains(root.activeElement ?? document.activeElement);
  const at = before ? JSON.parse(before.dataset.at) : [0, 0];
  const frame = element("div", "frame");
  const legend = element("p", "legend");
  for (const [state, [mark, word]] of Object.entries(data.marks)) {
    const item = element("span");
    item.append(element("i", TONES[state], mark), word);
    legend.append(item);
  }
  legend.append(element("span", "hint", data.words.hint));
  const label = element("div", "label");
  label.setAttribute("aria-hidden", "true");
  const scroller = element("div", "scroller");
  const table = element("table");
  table.setAttribute("role", "grid");
  table.setAttribute("aria-label", data.title);
  table.setAttribute("aria-description", data.words.hint);
  const body = element("tbody");
  data.ids.forEach((_, row) => body.append(rowOf(data, row)));
  const columns = element("colgroup");
  columns.append(element("col", "first"), ...data.steps.map(() => element("col")));
  table.append(columns, head(data), body);
  ends(table, data);
  scroller.append(table);
  frame.append(legend, scroller, label);
  before ? before.replaceWith(frame) : root.append(frame);

  const cellAt = ([row, column]) => body.rows[row].cells[column];
  const show = (cell) => {
    const row = cell.parentElement.sectionRowIndex;
    label.textContent = cell.cellIndex ? said(data, row, cell.cellIndex - 1) : cell.title;
    const [own, box] = [cell.getBoundingClientRect(), frame.getBoundingClientRect()];
    label.hidden = false;
    const left = Math.min(Math.max(own.left - box.left - 20, 0), box.width - label.offsetWidth);
    label.style.transform = `translate(${left}px, ${own.top - box.top - label.offsetHeight - 4}px)`;
  };
  const hide = () => { label.hidden = true; };
  const enter = (row, column) => {
    cellAt(JSON.parse(frame.dataset.at)).tabIndex = -1;
    frame.dataset.at = JSON.stringify([row, column]);
    const cell = cellAt([row, column]);
    cell.tabIndex = 0;
    cell.focus();
  };
  const choose = (cell) => setTriggerValue("chosen", data.ids[cell.parentElement.sectionRowIndex]);
  const start = [Math.min(at[0], data.ids.length - 1), at[1]];
  frame.dataset.at = JSON.stringify(start);
  cellAt(start).tabIndex = 0;
  if (hadFocus) cellAt(start).focus();
  hide();

  const cellOf = (event) => event.target.closest("tbody th, tbody td");
  table.onkeydown = (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    if (event.key === "Enter" || event.key === " ") choose(cell);
    else if (event.key === "Escape") hide();
    else if (event.key === "Home") enter(cell.parentElement.sectionRowIndex, 0);
    else if (event.key === "End") enter(cell.parentElement.sectionRowIndex, data.steps.length);
    else if (event.key in MOVES) {
      const [down, right] = MOVES[event.key];
      const row = Math.min(Math.max(cell.parentElement.sectionRowIndex + down, 0), data.ids.length - 1);
      enter(row, Math.min(Math.max(cell.cellIndex + right, 0), data.steps.length));
    } else return;
    event.preventDefault();
  };
  table.onclick = (event) => { const cell = cellOf(event); if (cell) choose(cell); };
  const point = (event) => { const cell = cellOf(event); cell ? show(cell) : hide(); };
  table.onmouseover = point;
  table.addEventListener("focusin", point);
  table.addEventListener("focusout", hide);
  table.onmouseleave = hide;
}
