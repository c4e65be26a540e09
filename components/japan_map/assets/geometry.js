// Boundaries: fetched once by URL and kept for the life of the browser page, over reruns and page switches.

import { crc32 } from "./payload.js";

// This module lies at <app>/_stcore/bidi-components/<component>/; the address bar may be several folders deeper.
const APP = new URL("../../../", import.meta.url);
const KEPT = 8;
const kept = new Map();

/**
 * Fetch a geometry file, or return the one already here.
 * @param {string} url relative to the app
 * @returns {Promise<object>} the file's fields plus `codes` and `checksum`
 */
export function loadGeometry(url) {
  const found = kept.get(url);
  kept.delete(url);
  const promise = found ?? fetchGeometry(url);
  kept.set(url, promise); // last in the map = most recently used
  if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  promise.catch(() => kept.delete(url)); // a failure is not kept: the next try asks the server again
  return promise;
}

async function fetchGeometry(url) {
  const response = await fetch(new URL(url, APP), { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  const geometry = await response.json();
  if (geometry.version !== 1 || !Array.isArray(geometry.regions)) throw new Error(`no geometry: ${url}`);
  geometry.codes = geometry.regions.map((region) => region.c);
  geometry.checksum = crc32(geometry.codes.join(","));
  return geometry;
}
