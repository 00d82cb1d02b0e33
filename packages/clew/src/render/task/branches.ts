import type { Settings } from "../options.js";
import type { Span } from "../screen/index.js";
import type { Step } from "./tree-walk.js";

/** The tree may take half of a line; what is nested deeper is drawn from a deeper level on. */
const SHARE_OF_WIDTH = 0.5;
const MOST_LEVELS = 40;
const HIDDEN_DIGITS = 2;

/**
 * The lines of the tree before a node. Keeps what is open at each level; deeper than what fits, the outermost levels
 * become a number (`⋮12 `), so that a line never costs more than its own length.
 */
export class Branches {
  readonly #settings: Settings;
  readonly #most: number;
  /** For each level from 1 on: the sign of that level, and the trunk or blank that continues below it. */
  readonly #trunks: Span[] = [];
  #step: Step | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#most = Number.isFinite(settings.width)
      ? Math.max(1, Math.floor((settings.width * SHARE_OF_WIDTH) / settings.glyphs.branch.length))
      : MOST_LEVELS;
  }

  /** Goes to a step, and gives the spans before its first line. */
  enter(step: Step): Span[] {
    const { glyphs } = this.#settings;
    this.#step = step;
    if (step.depth === 0) return [];
    const role = step.parent?.status === "failed" ? "treeFailed" : "tree";
    const spans = this.#outer(step.depth);
    spans.push([role, step.isLast ? glyphs.lastBranch : glyphs.branch]);
    this.#trunks.length = step.depth - 1;
    this.#trunks[step.depth - 1] = [role, step.isLast ? glyphs.blank : glyphs.trunk];
    return spans;
  }

  /** The spans before a line that stands below the current step's first. */
  below(): Span[] {
    const step = this.#step;
    if (step === undefined) return [];
    const { glyphs } = this.#settings;
    const spans = this.#outer(step.depth + 1);
    const node = step.entry.kind === "node" ? step.entry.node : undefined;
    const failed = node !== undefined && node.kind !== "message" && node.status === "failed";
    // As wide as a mark and its space, so that the text stands under the node's name.
    spans.push([failed ? "treeFailed" : "tree", (step.hasChildren ? glyphs.trunk : glyphs.blank).slice(0, 2)]);
    return spans;
  }

  #outer(depth: number): Span[] {
    const hidden = depth - 1 - this.#most;
    if (hidden <= 0) return this.#trunks.slice(0, depth - 1);
    const sign = this.#settings.ascii ? ":" : "⋮";
    return [["note", `${sign}${String(hidden).padEnd(HIDDEN_DIGITS)} `], ...this.#trunks.slice(hidden, depth - 1)];
  }
}
