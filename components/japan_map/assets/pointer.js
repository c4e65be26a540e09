// Mouse, pen and finger on the map: hover, pick, drag, wheel.

const DRAG_STARTS = 4;

/**
 * Listen on the canvas; the listeners go with it.
 * @param {SVGSVGElement} canvas
 * @param {object} on `hover(index, x, y)` with -1 for none, `pick(index)`, `pan(dx, dy)`, `wheel(factor, x, y)`
 *   returning whether the map moved, `isFocused()`, `isZoomed()`
 */
export function listenToPointer(canvas, on) {
  let last = null;
  let start = null;
  let dragging = false;
  let wasDragged = false;

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = last = place(event);
    dragging = wasDragged = false;
  });
  canvas.addEventListener("pointermove", (event) => {
    const here = place(event);
    const mayDrag = start && (event.pointerType === "mouse" || on.isZoomed()); // a finger scrolls the page first
    if (mayDrag && !dragging && Math.hypot(here.x - start.x, here.y - start.y) > DRAG_STARTS) {
      dragging = wasDragged = true;
      canvas.setPointerCapture(event.pointerId);
      canvas.classList.add("jm-dragging");
    }
    if (dragging) {
      on.hover(-1);
      on.pan(here.x - last.x, here.y - last.y);
      last = here;
    } else {
      on.hover(event.target.index ?? -1, here.x, here.y);
    }
  });
  const end = () => {
    start = null;
    dragging = false;
    canvas.classList.remove("jm-dragging");
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener("pointerleave", () => on.hover(-1));
  canvas.addEventListener("click", (event) => {
    if (!wasDragged && event.target.index !== undefined) on.pick(event.target.index);
    wasDragged = false;
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      // The page's scrolling is the reader's: the map takes the wheel only when asked to, and not at its limits.
      if (!event.ctrlKey && !on.isFocused()) return;
      const { x, y } = place(event);
      const moved = on.wheel(Math.exp(-Math.sign(event.deltaY) * 0.25), x, y);
      if (moved || event.ctrlKey) event.preventDefault();
    },
    { passive: false },
  );
}
