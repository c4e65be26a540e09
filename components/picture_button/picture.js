// Saves the picture above it as SVG or PNG, with what it is, from when, under which conditions and from which source.
// Nothing is sent anywhere: the picture is put together from what the page already shows.

const MARGIN = 24;
const LINE = 22;
const TITLE = 30;
const SCALE = 2;
const KEPT = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-opacity", "opacity",
  "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline", "paint-order", "display", "visibility",
];
const SVG = "http://www.w3.org/2000/svg";

function layers(place) {
  const plot = document.querySelector(`${place} .js-plotly-plot`);
  if (plot) {
    return { found: [...plot.querySelectorAll("svg.main-svg")], box: plot.getBoundingClientRect(), isStyled: true };
  }
  const drawn = [...document.querySelectorAll(`${place} *`)]
    .filter((one) => one.shadowRoot)
    .flatMap((one) => [...one.shadowRoot.querySelectorAll("svg")])
    .concat([...document.querySelectorAll(`${place} svg`)])
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
  return drawn.length ? { found: [drawn[0].one], box: drawn[0].box, isStyled: false } : null;
}

// Looks come from style sheets that a file would leave behind.
function withLooks(original, copy) {
  const computed = getComputedStyle(original);
  for (const name of KEPT) {
    copy.style.setProperty(name, computed.getPropertyValue(name));
  }
  [...original.children].forEach((child, place) => withLooks(child, copy.children[place]));
}

function wrapped(text, font, width) {
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = font;
  const lines = [""];
  for (const letter of text) {
    const last = lines.length - 1;
    if (ruler.measureText(lines[last] + letter).width > width) {
      lines.push(letter);
    } else {
      lines[last] += letter;
    }
  }
  return lines;
}

function written(svg, lines, { top, size, weight, colour, family }) {
  lines.forEach((line, place) => {
    const text = document.createElementNS(SVG, "text");
    const look = { x: MARGIN, y: top + (place + 1) * (size + 7), fill: colour, "font-size": size, "font-weight": weight, "font-family": family };
    Object.entries(look).forEach(([name, value]) => text.setAttribute(name, value));
    text.textContent = line;
    svg.append(text);
  });
}

// A map's legend is no part of its drawing: it is written again, a swatch and its words after the other.
function keyed(svg, entries, { top, width, colour, family }) {
  let x = MARGIN;
  let y = top;
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = `14px ${family}`;
  for (const [words, fill] of entries) {
    const taken = ruler.measureText(words).width + 44;
    if (x + taken > width - MARGIN && x > MARGIN) {
      x = MARGIN;
      y += LINE;
    }
    const swatch = document.createElementNS(SVG, "rect");
    const look = { x, y: y + 5, width: 16, height: 16, fill, stroke: colour };
    Object.entries(look).forEach(([name, value]) => swatch.setAttribute(name, value));
    const text = document.createElementNS(SVG, "text");
    const ink = { x: x + 22, y: y + 18, fill: colour, "font-size": 14, "font-family": family };
    Object.entries(ink).forEach(([name, value]) => text.setAttribute(name, value));
    text.textContent = words;
    svg.append(swatch, text);
    x += taken;
  }
  return y + LINE;
}

function put(data) {
  const source = layers(data.place);
  if (!source) {
    return null;
  }
  const style = getComputedStyle(document.body);
  const family = style.fontFamily;
  const width = Math.round(source.box.width) + 2 * MARGIN;
  const height = Math.round(source.box.height);
  const title = wrapped(data.title, `bold 18px ${family}`, width - 2 * MARGIN);
  const head = data.head.flatMap((line) => wrapped(line, `14px ${family}`, width - 2 * MARGIN));
  const foot = data.foot.flatMap((line) => wrapped(line, `14px ${family}`, width - 2 * MARGIN));
  const above = MARGIN / 2 + title.length * TITLE + head.length * LINE;
  const top = above + MARGIN / 2 + (data.legend.length ? 2 * LINE : 0);
  const total = top + height + foot.length * LINE + 2 * MARGIN;
  const svg = document.createElementNS(SVG, "svg");
  const size = { xmlns: SVG, width, height: total, viewBox: `0 0 ${width} ${total}` };
  Object.entries(size).forEach(([name, value]) => svg.setAttribute(name, value));
  const ground = document.createElementNS(SVG, "rect");
  Object.entries({ width: "100%", height: "100%", fill: "white" }).forEach(([name, value]) => ground.setAttribute(name, value));
  svg.append(ground);
  const ink = { colour: style.color, family };
  written(svg, title, { top: MARGIN / 2 - 4, size: 18, weight: 700, ...ink });
  written(svg, head, { top: MARGIN / 2 + title.length * TITLE - 4, size: 14, weight: 400, ...ink });
  keyed(svg, data.legend, { top: above, width, ...ink });
  for (const layer of source.found) {
    const copy = layer.cloneNode(true);
    if (!source.isStyled) {
      withLooks(layer, copy);
    }
    const place = { x: MARGIN, y: top, width: Math.round(source.box.width), height };
    Object.entries(place).forEach(([name, value]) => copy.setAttribute(name, value));
    copy.style.position = "";
    svg.append(copy);
  }
  written(svg, foot, { top: top + height + MARGIN / 2, size: 14, weight: 400, ...ink });
  return { text: new XMLSerializer().serializeToString(svg), width, height: total };
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function saveAs(kind, data) {
  const made = put(data);
  if (!made) {
    return false;
  }
  const vector = new Blob([made.text], { type: "image/svg+xml" });
  if (kind === "svg") {
    save(vector, `${data.name}.svg`);
    return true;
  }
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(made.text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = made.width * SCALE;
  canvas.height = made.height * SCALE;
  const context = canvas.getContext("2d");
  context.scale(SCALE, SCALE);
  context.drawImage(image, 0, 0);
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  if (!blob) {
    return false;
  }
  save(blob, `${data.name}.png`);
  return true;
}

export default function pictureButton({ parentElement: root, data: bytes }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  root.querySelectorAll("button, [role=status]").forEach((one) => one.remove());
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  for (const kind of ["png", "svg"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = data.words[kind];
    button.onclick = async () => {
      status.textContent = "";
      let isSaved = false;
      try {
        isSaved = await saveAs(kind, data);
      } catch {
        isSaved = false;
      }
      status.textContent = isSaved ? "" : data.words.failed;
    };
    root.append(button);
  }
  root.append(status);
}
