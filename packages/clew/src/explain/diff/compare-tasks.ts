// What two tasks that are the same task in two logs do not have in common, from the root down and from first to last, so
// that a value comes before the branch that was taken because of it, and a failed action before its parents.

import type { ActionPath } from "../task/index.js";
import {
  beganAt,
  fieldValues,
  isSpan,
  reasonPattern,
  type Span,
  type SpanItem,
  valueKey,
  wasCancelled,
} from "../task/index.js";
import type { DivergenceKind } from "./diff-report.js";
import { type ItemPair, pairItems, Signatures } from "./item-pairs.js";
import type { LogEnd } from "./log-end.js";
import { type SideBySide, swappedChild } from "./sequence.js";
import { valuesOf } from "./volatile-fields.js";

/** What is known of two logs as wholes. */
export interface TwoLogs {
  readonly volatile: ReadonlySet<string>;
  readonly sideBySide: SideBySide;
  readonly endOfA: LogEnd;
  readonly endOfB: LogEnd;
}

/** A difference as it was found, before it is known what was logged before it. */
export interface FoundDivergence {
  readonly kind: DivergenceKind;
  readonly path: ActionPath;
  readonly a: SpanItem | undefined;
  readonly b: SpanItem | undefined;
  readonly field?: string;
  readonly values?: { readonly a: unknown; readonly b: unknown };
  /** Where it stands, in b if it does. */
  readonly within: Span;
  /** Whether it is only because something was cancelled or failed before. */
  readonly consequence: boolean;
}

/** A comparison that gives those of the actions below it, one after the other. */
type Comparing = Generator<Comparing, void, undefined>;

export class TaskComparison {
  readonly #logs: TwoLogs;
  readonly #signatures: Signatures;
  readonly found: FoundDivergence[] = [];
  /** Actions that are the same in both, for their durations. */
  readonly paired: { readonly a: Span; readonly b: Span }[] = [];

  constructor(logs: TwoLogs) {
    this.#logs = logs;
    this.#signatures = new Signatures(logs.volatile);
  }

  /** Compares two tasks. Actions may be nested deeper than calls may be, so those below wait on a stack of their own. */
  compare(a: Span, b: Span): void {
    const open: Comparing[] = [this.#compare(a, b, false)];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const { value, done } = top.next();
      if (done) open.pop();
      else open.push(value);
    }
  }

  *#compare(a: Span, b: Span, consequence: boolean): Comparing {
    this.paired.push({ a, b });
    const follows = consequence || wasCancelled(a) !== wasCancelled(b);
    const { type } = a.path;
    this.#fields([a, b], b, fieldValues(a.action.startFields, type), fieldValues(b.action.startFields, type), follows);
    const pairs = pairItems(a, b, this.#logs.volatile, this.#signatures);
    const swapped = swappedChild(pairs, this.#logs.sideBySide);
    const before = this.found.length;
    for (const pair of pairs) {
      if (swapped !== undefined && pair.a === swapped.a) this.#add("order", [swapped.a, swapped.b], swapped.b, follows);
      if (pair.a !== undefined && pair.b !== undefined && isSpan(pair.a) && isSpan(pair.b)) {
        yield this.#compare(pair.a, pair.b, follows);
      } else this.#item(pair, a, b, follows);
    }
    this.#outcome(a, b, follows, before);
  }

  /** A task that the other log does not have. */
  only(side: "a" | "b", root: Span): void {
    if (side === "a") this.#add("missing", [root, undefined], root, false);
    else this.#add("extra", [undefined, root], root, false);
  }

  #item({ a, b }: ItemPair, parentA: Span, parentB: Span, consequence: boolean): void {
    if (a !== undefined && b !== undefined) {
      if (!isSpan(a) && !isSpan(b)) this.#fields([a, b], parentB, valuesOf(a), valuesOf(b), consequence);
      return;
    }
    const item = (a ?? b) as SpanItem;
    // What would have come after the end of a log that was cut off is not missing.
    const usual = (side: Span) => beganAt(item) - side.start + (side.action.durationSeconds ?? 0);
    if (a !== undefined && this.#logs.endOfB.cutOff(parentB, usual(parentA))) return;
    if (b !== undefined && this.#logs.endOfA.cutOff(parentA, usual(parentB))) return;
    const within = isSpan(item) ? item : a === undefined ? parentB : parentA;
    this.#add(a === undefined ? "extra" : "missing", [a, b], within, consequence);
  }

  #fields(
    items: readonly [SpanItem, SpanItem],
    within: Span,
    valuesA: Map<string, unknown>,
    valuesB: Map<string, unknown>,
    consequence: boolean,
  ): void {
    for (const name of new Set([...valuesA.keys(), ...valuesB.keys()])) {
      if (this.#logs.volatile.has(name)) continue;
      const values = { a: valuesA.get(name), b: valuesB.get(name) };
      if (valueKey(values.a) === valueKey(values.b)) continue;
      this.#add("field", items, within, consequence, { field: name, values });
    }
  }

  #outcome(a: Span, b: Span, consequence: boolean, before: number): void {
    if (this.#logs.endOfA.cutOff(a, b.action.durationSeconds ?? 0)) return;
    if (this.#logs.endOfB.cutOff(b, a.action.durationSeconds ?? 0)) return;
    const values = { a: a.action.status, b: b.action.status };
    if (values.a !== values.b) {
      // The parents of what failed fail as well: that is one difference, not many.
      const below = this.found.slice(before).some(({ kind, consequence: late }) => kind === "status" && !late);
      if (!below) this.#add("status", [a, b], b, consequence, { values });
      return;
    }
    const [endA, endB] = [outcomeValues(a), outcomeValues(b)];
    this.#fields([a, b], b, endA, endB, consequence || this.found.length > before);
  }

  #add(
    kind: DivergenceKind,
    [a, b]: readonly [SpanItem | undefined, SpanItem | undefined],
    within: Span,
    consequence: boolean,
    more: Pick<FoundDivergence, "field" | "values"> = {},
  ): void {
    this.found.push({ kind, path: within.path, a, b, within, consequence, ...more });
  }
}

function outcomeValues(span: Span): Map<string, unknown> {
  const values = fieldValues(span.action.endFields, span.path.type);
  if (span.action.status !== "failed") return values;
  values.delete(`${span.path.type}.reason`);
  values.set(`${span.path.type}.exception`, span.action.exception);
  values.set(`${span.path.type}.reason`, reasonPattern(span.action.reason));
  return values;
}
