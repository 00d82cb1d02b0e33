// The columns before the tree: when, how long, and what share of the task that is.

import type { TaskTree, WrittenNode } from "../../parse/index.js";
import type { Settings } from "../options.js";
import type { Span } from "../screen/index.js";
import { formatDuration, formatMoment } from "../text/index.js";

const DURATION_COLUMNS = 7;
const SHARE_COLUMNS = 5;
const BAR_COLUMNS = 12;
const SPACE = "  ";

/** Writes the columns before each line of one task. */
export class Gutter {
  readonly columns: number;
  readonly #settings: Settings;
  readonly #begin: number | undefined;
  readonly #whole: number | undefined;
  readonly #blank: readonly Span[];

  constructor(tree: TaskTree, settings: Settings) {
    this.#settings = settings;
    this.#begin = beginOf(tree.root);
    this.#whole = wholeOf(tree.root, this.#begin);
    this.columns = this.#columns();
    this.#blank = [["duration", " ".repeat(this.columns)]];
  }

  /** Before the lines that say no more than the one above. */
  blank(): readonly Span[] {
    return this.#blank;
  }

  /** Before a node's own line. */
  node(node: WrittenNode): Span[] {
    const spans: Span[] = [];
    const { times, bars } = this.#settings;
    const begin = beginOf(node);
    const duration = node.kind === "message" ? undefined : node.durationSeconds;
    if (times !== "none") spans.push(["time", this.#moment(begin).padStart(this.#timeColumns()) + SPACE]);
    // A message takes no time, and of an unfinished action it is not known; when it came stands in its place.
    if (duration === undefined && times === "none") {
      spans.push(["time", this.#since(begin).padStart(this.#durationColumns())]);
    } else {
      const took = duration === undefined ? "" : this.#duration(duration);
      spans.push(["duration", took.padStart(this.#durationColumns())]);
    }
    spans.push(["time", this.#share(duration).padStart(SHARE_COLUMNS) + SPACE]);
    if (bars) spans.push(["duration", this.#bar(begin, duration) + SPACE]);
    return spans;
  }

  #columns(): number {
    const { times, bars } = this.#settings;
    const before = times === "none" ? 0 : this.#timeColumns() + SPACE.length;
    const bar = bars ? BAR_COLUMNS + SPACE.length : 0;
    return before + this.#durationColumns() + SHARE_COLUMNS + SPACE.length + bar;
  }

  #timeColumns(): number {
    const { times, raw } = this.#settings;
    if (raw) return times === "relative" ? "+0.000000".length : "1700000000.123456".length;
    return times === "relative" ? DURATION_COLUMNS + 1 : "22:13:20.123".length;
  }

  #durationColumns(): number {
    return this.#settings.raw ? "00.000000".length : DURATION_COLUMNS;
  }

  #duration(seconds: number): string {
    return this.#settings.raw ? seconds.toFixed(6) : formatDuration(seconds, this.#settings.glyphs.micro);
  }

  #since(moment: number | undefined): string {
    if (moment === undefined || this.#begin === undefined) return "";
    const seconds = moment - this.#begin;
    return seconds < 0 ? this.#duration(seconds) : `+${this.#duration(seconds)}`;
  }

  #moment(moment: number | undefined): string {
    if (moment === undefined) return "";
    const { times, raw, localTime } = this.#settings;
    if (times === "relative") return this.#since(moment);
    if (raw) return String(moment);
    return formatMoment(moment, { local: localTime }).slice("2026-11-22 ".length, "2026-11-22 22:13:20.123".length);
  }

  #share(duration: number | undefined): string {
    const whole = this.#whole;
    if (duration === undefined || whole === undefined || !(whole > 0)) return "";
    return `${Math.min(999, Math.round((100 * duration) / whole))}%`;
  }

  #bar(begin: number | undefined, duration: number | undefined): string {
    const [empty, point, full] = this.#settings.glyphs.bar;
    const whole = this.#whole;
    if (begin === undefined || this.#begin === undefined || whole === undefined || !(whole > 0))
      return " ".repeat(BAR_COLUMNS);
    const cell = (moment: number) =>
      Math.min(BAR_COLUMNS, Math.max(0, (BAR_COLUMNS * (moment - (this.#begin as number))) / whole));
    const first = Math.min(BAR_COLUMNS - 1, Math.floor(cell(begin) + 1e-9));
    if (duration === undefined) return empty.repeat(first) + point + empty.repeat(BAR_COLUMNS - first - 1);
    const last = Math.max(first + 1, Math.round(cell(begin + duration)));
    return empty.repeat(first) + full.repeat(last - first) + empty.repeat(BAR_COLUMNS - last);
  }
}

/** Further down nobody looks for a time: it would be done again for each level. */
const LOOKS_DOWN = 50;

/** The start of a node, or, where its start was not read, the earliest time that is known of it. */
export function beginOf(node: WrittenNode): number | undefined {
  let earliest: number | undefined;
  // Down along the first children, which came first, until something has a start.
  let at: WrittenNode | undefined = node;
  for (let depth = 0; at !== undefined && depth < LOOKS_DOWN; depth++) {
    if (at.kind === "message") return Math.min(at.timestamp, earliest ?? at.timestamp);
    if (at.startTime !== undefined) return Math.min(at.startTime, earliest ?? at.startTime);
    earliest ??= at.endTime;
    at = at.children[0];
  }
  return earliest;
}

/** The duration of a task; where children outlived it, until the last of them had ended. */
function wholeOf(root: WrittenNode, begin: number | undefined): number | undefined {
  if (root.kind === "message" || begin === undefined) return undefined;
  let end = root.endTime;
  let latest = end ?? begin;
  for (const child of root.children) {
    const time = child.kind === "message" ? child.timestamp : child.endTime;
    if (time !== undefined && time > latest) latest = time;
    if (child.kind !== "message" && time !== undefined) end ??= time;
  }
  if (end === undefined) return latest > begin ? latest - begin : undefined;
  return latest === root.endTime ? (root.durationSeconds ?? latest - begin) : latest - begin;
}
