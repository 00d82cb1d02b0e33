// Ids as tracers write them, brought to one form: 32 hexadecimal digits of a trace, 16 of a span. What is written otherwise
// is hashed, so that it stays an id of its own and the same one wherever it is named.

import { sha256Hex } from "clew/parse";

const USUAL = /^(?!0+$)[0-9a-f]+$/;
const HEX = /^[0-9a-f]+$/;
const ZEROS = /^0*$/;

/** A trace's id; `undefined` where the value is none. */
export function traceIdIn(value: unknown): string | undefined {
  if (value !== lastValue) {
    lastId = idIn(value, 32);
    lastValue = value;
  }
  return lastId;
}

/** Spans of one trace mostly come together. */
let lastValue: unknown;
let lastId: string | undefined;

/** A span's id; `undefined` where the value is none. */
export function spanIdIn(value: unknown): string | undefined {
  return idIn(value, 16);
}

function idIn(value: unknown, digits: number): string | undefined {
  if (typeof value === "number" || typeof value === "bigint") return idIn(value.toString(16), digits);
  if (typeof value !== "string") return undefined;
  // As most write them.
  if (value.length === digits && USUAL.test(value)) return value;
  const lower = value.toLowerCase();
  if (ZEROS.test(lower)) return undefined;
  if (lower.length <= digits && HEX.test(lower)) return lower.padStart(digits, "0");
  return ofBase64(value, digits) ?? sha256Hex(value).slice(0, digits);
}

/** The JSON form of Protocol Buffers writes bytes so, and some exporters write ids as bytes. */
function ofBase64(text: string, digits: number): string | undefined {
  if (text.length !== Math.ceil(digits / 6) * 4 || !/^[A-Za-z0-9+/_-]+={1,2}$/.test(text)) return undefined;
  const hex = Buffer.from(text, "base64").toString("hex");
  return hex.length === digits && !ZEROS.test(hex) ? hex : undefined;
}
