// The history of scopes in the form of trio-vis, for its viewer: https://github.com/ianchen-tw/sc-vis. What is a scope or
// a child in the log is a scope or a task there, and the root of each task is the task that has opened the outermost
// ones. All of them are put in the order of their times, which the form counts instead of telling. What has no end in
// the log ends with the history, since the viewer shows no other.

import { HISTORY_HEAD, HISTORY_TAIL, type HistoryNode, ScopeHistory } from "clew/observe";
import type { TaskTree } from "clew/parse";
import { keyOfTaskId } from "./action-key.js";
import { actionName } from "./labels.js";
import { type Span, timelineOf } from "./timeline.js";

export async function* exportScLogs(trees: AsyncIterable<TaskTree>): AsyncGenerator<string> {
  const lives: Life[] = [];
  for await (const tree of trees) for (const life of livesOf(tree)) lives.push(life);
  yield HISTORY_HEAD;
  let separator = "";
  for (const record of recordsOf(lives)) {
    yield `${separator}${record}`;
    separator = ",\n";
  }
  yield HISTORY_TAIL;
}

/** A scope or a task, from one moment to another. */
class Life {
  readonly kind: "scope" | "task";
  readonly name: string;
  readonly start: number;
  readonly end: number | undefined;
  around: Life | undefined;
  node: HistoryNode | undefined = undefined;

  constructor(kind: "scope" | "task", name: string, { action, start, end }: Span, around: Life | undefined) {
    this.kind = kind;
    this.name = name;
    this.start = start;
    this.end = action.status === "succeeded" || action.status === "failed" ? end : undefined;
    this.around = around;
  }
}

/** What lived in a task: its root, and its scopes and children in the order of their levels. */
function livesOf(tree: TaskTree): Life[] {
  const { spans } = timelineOf(tree);
  const [root] = spans;
  if (root === undefined) return [];
  const task = new Life("task", kindOf(root) === "scope" ? "main" : actionName(root.action), root, undefined);
  const lives = [task];
  const innermost = new Map<Span | undefined, Life>([[undefined, task]]);
  const scopes = new Map<number, Life>();
  const spawned: { readonly child: Life; readonly scope: number }[] = [];
  for (const span of spans) {
    const around = innermost.get(span.parent) as Life;
    const kind = kindOf(span);
    if (kind === undefined || (span === root && kind === "task")) {
      innermost.set(span, around);
      continue;
    }
    const life = new Life(kind, actionName(span.action), span, around);
    innermost.set(span, life);
    lives.push(life);
    const scope = kind === "task" ? scopeKeyOf(span) : undefined;
    if (scope !== undefined) spawned.push({ child: life, scope });
    if (kind === "scope") scopes.set(span.key, life);
  }
  // A child stands where it was spawned, which may be elsewhere than its scope.
  for (const { child, scope } of spawned) {
    const owner = scopes.get(scope);
    if (owner !== undefined && owner !== child.around && !isIn(owner, child)) child.around = owner;
  }
  return lives;
}

function kindOf({ action }: Span): "scope" | "task" | undefined {
  const kind = action.startFields?.clew_kind;
  return kind === "scope" ? "scope" : kind === "child" ? "task" : undefined;
}

function scopeKeyOf({ action }: Span): number | undefined {
  const id = action.startFields?.clew_scope;
  return typeof id === "string" ? keyOfTaskId(id) : undefined;
}

/** The records of all that lived, in the order of time; what begins comes before what ends, and encloses it. */
function recordsOf(lives: readonly Life[]): string[] {
  const ends = lives.filter(({ end }) => end !== undefined).reverse();
  const begins = [...lives].sort((a, b) => a.start - b.start);
  ends.sort((a, b) => (a.end as number) - (b.end as number));
  const records: string[] = [];
  const history = new ScopeHistory((record) => records.push(record));
  let next = 0;
  for (const life of ends) {
    for (let begun = begins[next]; begun !== undefined && begun.start <= (life.end as number); begun = begins[++next]) {
      begin(begun, history);
    }
    history.end(life.node as HistoryNode);
  }
  for (const life of begins.slice(next)) begin(life, history);
  history.endAll();
  return records;
}

/** What a life stands in begins before it, also where a clock says otherwise. */
function begin(life: Life, history: ScopeHistory): void {
  const missing: Life[] = [];
  for (let each: Life | undefined = life; each !== undefined && each.node === undefined; each = each.around) {
    missing.push(each);
  }
  for (const each of missing.reverse()) {
    const around = each.around?.node;
    each.node =
      each.kind === "task" || around === undefined
        ? history.openTask(each.name, around)
        : history.openScope(each.name, around);
  }
}

/** Whether one stands in the other, however far below. */
function isIn(inner: Life, outer: Life): boolean {
  for (let each: Life | undefined = inner; each !== undefined; each = each.around) if (each === outer) return true;
  return false;
}
