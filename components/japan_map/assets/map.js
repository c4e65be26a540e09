// Entry point: Streamlit calls the default export when the map appears and again with each new message.

import { JapanMap } from "./japanMap.js";
import { readPayload } from "./payload.js";
// The parts of the parts: named here so that the browser asks for all at once, not level by level.
import "./dom.js";
import "./drawing.js";
import "./fit.js";
import "./geometry.js";
import "./keyboard.js";
import "./labelOrder.js";
import "./labels.js";
import "./legend.js";
import "./patterns.js";
import "./playback.js";
import "./pointer.js";
import "./regionFocus.js";
import "./tooltip.js";
import "./viewport.js";

const GRACE_MILLISECONDS = 500;
const maps = new WeakMap();

export default async function render({ data, parentElement, setTriggerValue }) {
  if (!data) return undefined;
  const map = maps.get(parentElement) ?? new JapanMap(parentElement);
  maps.set(parentElement, map);
  map.generation += 1;
  const { generation } = map;
  try {
    await map.take(readPayload(data), setTriggerValue);
  } catch (fault) {
    // Whatever else fails with the map, what waits for it must not wait for ever.
    setTriggerValue("drawn", true);
    throw fault;
  }
  // Streamlit also cleans up after a message that a newer one overtook, sometimes just before it hands over the
  // newer one. Only where nothing follows is the map really gone.
  return () => {
    setTimeout(() => {
      if (map.generation !== generation) return;
      maps.delete(parentElement);
      map.destroy();
    }, GRACE_MILLISECONDS);
  };
}
