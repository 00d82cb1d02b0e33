// One node as lines: what fits beside its name stands there, the rest below it.

import { inlineColumns, type Settings } from "../options.js";
import type { Role, Span } from "../screen/index.js";
import { formatKey, type Measure, takeColumns } from "../text/index.js";
import { inlineValue, keyLabel, valueLines } from "./field-text.js";
import type { FieldText, NodeText } from "./node-text.js";

export interface NodeLines {
  readonly head: readonly Span[];
  readonly below: readonly (readonly Span[])[];
}

/** Lays a node out. `room` is what its first line may take, `roomBelow` what the lines below it may. */
export function layOut(node: NodeText, room: number, roomBelow: number, settings: Settings): NodeLines {
  const { measure, glyphs } = settings;
  const lines = new Lines(node, room, Math.min(roomBelow, inlineColumns(settings)), measure);
  if (node.error !== undefined && !lines.fits([["failed", node.error]], measure(node.error))) {
    lines.below.push(...wrap([], "failed", node.error, roomBelow, settings, ERROR_LINES));
  }
  if (node.place !== undefined) lines.below.push(...wrap([], "note", node.place, roomBelow, settings, 1));
  for (const note of node.notes) lines.place([note], measure(note[1]));
  let saysResult = false;
  for (const field of node.fields) {
    const inline = inlineValue(field.value, settings);
    if (inline === undefined) {
      lines.closeRow();
      lines.below.push(...fieldBelow(field, roomBelow, settings));
      continue;
    }
    const label: Span = ["key", `${formatKey(field.key)}=`];
    const value: Span = ["value", inline];
    const columns = measure(label[1]) + measure(inline);
    if (field.isResult && !saysResult) {
      saysResult = true;
      const arrow = `${glyphs.result} `;
      lines.place([["note", arrow], label, value], measure(arrow) + columns);
    } else lines.place([label, value], columns);
  }
  lines.closeRow();
  return lines;
}

const BETWEEN: Span = ["note", "  "];

/** The lines of a node while it is laid out. */
class Lines implements NodeLines {
  readonly head: Span[];
  readonly below: Span[][] = [];
  #left: number;
  readonly #roomBelow: number;
  // Short fields without room beside the name stand side by side below it.
  #row: Span[] = [];
  #rowColumns = 0;

  constructor({ mark, name }: NodeText, room: number, roomBelow: number, measure: Measure) {
    this.head = [mark, ["note", " "], name];
    this.#left = room - measure(mark[1]) - 1 - measure(name[1]);
    this.#roomBelow = roomBelow;
  }

  /** Adds a field of this width to the first line, if there is room for it. */
  fits(spans: readonly Span[], columns: number): boolean {
    if (2 + columns > this.#left) return false;
    this.#left -= 2 + columns;
    this.head.push(BETWEEN, ...spans);
    return true;
  }

  /** Adds something short, where there is room for it. */
  place(spans: readonly Span[], columns: number): void {
    if (this.#row.length === 0 && this.fits(spans, columns)) return;
    if (this.#row.length > 0 && this.#rowColumns + 2 + columns > this.#roomBelow) this.closeRow();
    if (this.#row.length > 0) {
      this.#row.push(BETWEEN);
      this.#rowColumns += 2;
    }
    this.#rowColumns += columns;
    this.#row.push(...spans);
  }

  closeRow(): void {
    if (this.#row.length === 0) return;
    this.below.push(this.#row);
    this.#row = [];
    this.#rowColumns = 0;
  }
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
