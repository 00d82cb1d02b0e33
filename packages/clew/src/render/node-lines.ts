// One node as lines: what fits beside its name stands there, the rest below it.

import { inlineValue, keyLabel, valueLines } from "./field-text.js";
import type { FieldText, NodeText } from "./node-text.js";
import { inlineColumns, type Settings } from "./options.js";
import type { Role, Span } from "./theme.js";
import { formatKey } from "./value-text.js";
import { takeColumns } from "./width.js";

export interface NodeLines {
  readonly head: readonly Span[];
  readonly below: readonly (readonly Span[])[];
}

/** Lays a node out. `room` is what its first line may take, `roomBelow` what the lines below it may. */
export function layOut(node: NodeText, room: number, roomBelow: number, settings: Settings): NodeLines {
  const { measure, glyphs } = settings;
  const head: Span[] = [node.mark, ["note", " "], node.name];
  const below: Span[][] = [];
  let used = measure(node.mark[1]) + 1 + measure(node.name[1]);
  const fits = (spans: readonly Span[]): boolean => {
    const columns = spans.reduce((sum, [, text]) => sum + measure(text), 0);
    if (used + columns > room) return false;
    used += columns;
    head.push(...spans);
    return true;
  };
  // What is short and found no room beside the name stands side by side below it.
  let row: Span[] = [];
  let rowColumns = 0;
  const closeRow = () => {
    if (row.length > 0) below.push(row);
    row = [];
    rowColumns = 0;
  };
  const place = (spans: readonly Span[]) => {
    if (row.length === 0 && fits([["note", "  "], ...spans])) return;
    const columns = spans.reduce((sum, [, text]) => sum + measure(text), 0);
    if (row.length > 0 && rowColumns + 2 + columns > Math.min(roomBelow, inlineColumns(settings))) closeRow();
    if (row.length > 0) row.push(["note", "  "]);
    rowColumns += (row.length > 0 ? 2 : 0) + columns;
    row.push(...spans);
  };
  if (
    node.error !== undefined &&
    !fits([
      ["note", "  "],
      ["failed", node.error],
    ])
  ) {
    below.push(...wrap([], "failed", node.error, roomBelow, settings, ERROR_LINES));
  }
  if (node.place !== undefined) below.push(...wrap([], "note", node.place, roomBelow, settings, 1));
  for (const note of node.notes) place([note]);
  let saysResult = false;
  for (const field of node.fields) {
    const inline = inlineValue(field.value, settings);
    if (inline === undefined) {
      closeRow();
      below.push(...fieldBelow(field, roomBelow, settings));
      continue;
    }
    const arrow = field.isResult && !saysResult ? `${glyphs.result} ` : "";
    saysResult ||= field.isResult;
    place([
      ["note", arrow],
      ["key", `${formatKey(field.key)}=`],
      ["value", inline],
    ]);
  }
  closeRow();
  return { head, below };
}

/** A longer error is cut: it is told to be recognized, and whole with a field limit of 0. */
const ERROR_LINES = 3;

function fieldBelow(field: FieldText, room: number, settings: Settings): Span[][] {
  const lines = valueLines(field.value, settings);
  const label: Span[] = field.isResult ? [["note", `${settings.glyphs.result} `]] : [];
  label.push(["key", keyLabel(field.key)]);
  if (lines.length === 1) return wrap(label, "value", lines[0] as string, room, settings);
  return [label, ...lines.flatMap((line) => wrap([["note", "  "]], "value", line, room, settings))];
}

/** A text over as many lines as the room asks for; the first begins with the label. */
function wrap(
  label: readonly Span[],
  role: Role,
  text: string,
  room: number,
  { measure, glyphs }: Settings,
  mostLines = Number.POSITIVE_INFINITY,
): Span[][] {
  const before = label.reduce((sum, [, part]) => sum + measure(part), 0);
  if (before + measure(text) <= room) return [[...label, [role, text]]];
  const lines: Span[][] = [];
  let rest = text;
  let columns = Math.max(LEAST_COLUMNS, room - before);
  let start: readonly Span[] = label;
  while (rest !== "") {
    // A window, since measuring what is left again for each line would take time in the square of its length.
    const part = wholeWords(takeColumns(rest.slice(0, columns * 8), columns, measure) || rest.slice(0, 1), rest);
    rest = rest.slice(part.length).trimStart();
    if (rest !== "" && lines.length + 1 >= mostLines) {
      lines.push([...start, [role, takeColumns(part, columns - measure(glyphs.cut), measure) + glyphs.cut]]);
      break;
    }
    lines.push([...start, [role, part]]);
    start = [["note", "  "]];
    columns = Math.max(LEAST_COLUMNS, room - 2);
  }
  return lines;
}

/** The start of a line without the word that the line's end would cut, unless that word is most of it. */
function wholeWords(part: string, text: string): string {
  if (part.length === text.length || text[part.length] === " ") return part;
  const end = part.lastIndexOf(" ") + 1;
  return end > part.length / 2 ? part.slice(0, end) : part;
}

/** However narrow the screen, a value gets so much; what is too long for the line is then cut with it. */
const LEAST_COLUMNS = 16;
