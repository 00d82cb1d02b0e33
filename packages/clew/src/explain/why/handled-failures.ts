import { placeOf, reasonPattern, recordsBefore, type Span, spansOf } from "../task/index.js";
import type { FailureGroup } from "./failure-report.js";

interface Handled {
  count: number;
  readonly group: FailureGroup;
}

/** Kinds of handled failure that are told apart. */
const MOST_KINDS = 1000;

/** Failures that did not end the action above them, counted by where they happened and what they said. */
export class HandledFailures {
  readonly #kinds = new Map<string, Handled>();

  add(root: Span): void {
    for (const span of spansOf(root)) {
      if (span.action.status === "failed" && span.parent?.action.status === "succeeded") this.#count(span);
    }
  }

  /** The most frequent first. */
  groups(): FailureGroup[] {
    return [...this.#kinds.values()].sort((a, b) => b.count - a.count).map(({ count, group }) => ({ ...group, count }));
  }

  #count(span: Span): void {
    const { exception, reason } = span.action;
    const key = `${span.path.id}\n${exception}\n${reasonPattern(reason)}`;
    const known = this.#kinds.get(key);
    if (known !== undefined) known.count++;
    else if (this.#kinds.size < MOST_KINDS) this.#kinds.set(key, { count: 1, group: describe(span) });
  }
}

function describe(span: Span): FailureGroup {
  const { exception, reason } = span.action;
  const chain = [];
  for (let at: Span | undefined = span; at !== undefined; at = at.parent) chain.unshift(placeOf(at));
  return {
    count: 1,
    handled: true,
    record: undefined,
    origin: {
      actionPath: span.path.types(),
      actionType: span.path.type,
      exception: exception ?? null,
      reason: reason ?? null,
    },
    example: placeOf(span),
    chain,
    before: recordsBefore(span, span.end ?? span.start),
    setApart: [],
    comparedWith: 0,
  };
}
