// Reader of the message that payload.py writes: the layout is described there.

const utf8 = new TextDecoder();

/**
 * Inflate one message and split it into its head and the series of all regions.
 * @param {Uint8Array} bytes
 * @returns {Promise<object>} the head's fields plus `classes`, `values` (0 = unknown), `valueSpec`, `outline` (one
 *   0/1 a region, or null) and `months` (or null): one `{label, classes, values, valueSpec, outline}` a month
 */
export async function readPayload(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = new Reader(await new Response(stream).arrayBuffer());
  const payload = JSON.parse(utf8.decode(reader.take(reader.length())));
  const { regions } = payload;
  payload.valueSpec = payload.values;
  payload.classes = reader.take(regions);
  payload.values = readPlanes(reader, regions, payload.valueSpec.planes);
  payload.outline = payload.outlined ? readBits(reader.take(bitBytes(regions)), regions) : null;
  payload.months = payload.frames ? readMonths(reader, regions, payload.frames) : null;
  return payload;
}

/** Write a value as the reader sees it, or null when it is unknown. */
export function valueText(value, spec, language) {
  if (value === 0) return null;
  if (spec.texts) return spec.texts[value - 1];
  const number = (value - 1 + spec.offset) / 10 ** spec.decimals;
  const digits = { minimumFractionDigits: spec.decimals, maximumFractionDigits: spec.decimals };
  return number.toLocaleString(language, digits) + spec.unit;
}

/** CRC-32 of a text in ASCII, as zlib computes it. */
export function crc32(text) {
  let crc = ~0;
  for (let i = 0; i < text.length; i += 1) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

class Reader {
  constructor(buffer) {
    this.bytes = new Uint8Array(buffer);
    this.at = 0;
  }

  length() {
    const [a, b, c, d] = this.take(4);
    return a + (b << 8) + (c << 16) + (d << 24);
  }

  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

function readMonths(reader, regions, { labels, values: valueSpec, outlined }) {
  const mask = 2 ** (8 * valueSpec.planes) - 1;
  let classes = new Uint8Array(regions);
  let values = new Uint32Array(regions);
  let bits = new Uint8Array(bitBytes(regions));
  return labels.map((label, month) => {
    classes = reader.take(regions).map((delta, i) => delta + classes[i]); // a Uint8Array wraps at 256 by itself
    values = readPlanes(reader, regions, valueSpec.planes).map((delta, i) => (delta + values[i]) & mask);
    bits = reader.take(bits.length).map((delta, i) => delta ^ bits[i]);
    return { label, classes, values, valueSpec, outline: outlined[month] ? readBits(bits, regions) : null };
  });
}

function readPlanes(reader, regions, planes) {
  const values = new Uint32Array(regions);
  for (let plane = 0; plane < planes; plane += 1) {
    reader.take(regions).forEach((byte, i) => {
      values[i] |= byte << (8 * plane);
    });
  }
  return values;
}

function readBits(bytes, regions) {
  return Uint8Array.from({ length: regions }, (_, i) => (bytes[i >> 3] >> (i & 7)) & 1);
}

function bitBytes(regions) {
  return (regions + 7) >> 3;
}
