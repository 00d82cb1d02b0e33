import { formatMoment } from "../text/index.js";
import type { EliotTreeSettings } from "./eliot-tree-options.js";
import { pythonFloat, pythonText } from "./python-text.js";

/** The lines of a value: its first line, cut; or, where nothing is to be cut, all of it. */
export function value(content: unknown, { fieldLimit, ascii, safe }: EliotTreeSettings): readonly string[] {
  const text = typeof content === "string" ? content : pythonText(content);
  if (fieldLimit === 0) {
    const lines = text.split("\n");
    return lines.map((line, i) => safe(line) + (i < lines.length - 1 && !ascii ? "⏎" : ""));
  }
  const end = text.indexOf("\n");
  const line = end === -1 ? text : text.slice(0, end);
  const kept = firstCharacters(line, fieldLimit);
  return [safe(kept) + (end === -1 && kept.length === line.length ? "" : "…")];
}

/** The first characters of a text, at most this many, as Python counts them. */
function firstCharacters(text: string, count: number): string {
  if (text.length <= count) return text;
  let end = 0;
  for (let i = 0; i < count && end < text.length; i++) end += (text.codePointAt(end) as number) > 0xffff ? 2 : 1;
  return text.slice(0, end);
}

/** A timestamp, to the second. */
export function moment(timestamp: number, { raw, localTime }: EliotTreeSettings): string {
  return raw ? pythonFloat(timestamp) : formatMoment(timestamp, { local: localTime, decimals: 0 });
}

/** A duration. */
export function seconds(duration: number, { raw }: EliotTreeSettings): string {
  return raw ? pythonFloat(duration) : `${duration.toFixed(3)}s`;
}

/** C0 controls and DEL as the pictures that Unicode has for them; all else as it is. */
export function pictureControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => {
    const code = control.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "␡" : control;
  });
}
