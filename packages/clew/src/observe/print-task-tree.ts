import type { Waiting } from "../scope/internal.js";
import { type LivingNode, taskTree } from "./task-tree.js";
import { duration, visible } from "./words.js";

/** Of more than so many in one scope, the others are counted: a tree that nobody can read helps nobody. */
const MOST_SHOWN = 100;
/** What is nested deeper is left out. */
const DEEPEST_SHOWN = 50;

/**
 * Writes the scopes and children that live now as text: to standard error, if no `write` is given. Trio's
 * `print-task-tree`, with what each of them waits for.
 *
 * @example
 * ```ts
 * import { printTaskTree } from "clew/observe";
 * import { sleepForever, withScope } from "clew/scope";
 *
 * await withScope({ name: "shop" }, async (scope) => {
 *   scope.spawn(() => sleepForever(), { name: "prices" });
 *   printTaskTree((text) => console.log(text.trimEnd()));
 *   scope.cancel();
 * });
 * ```
 *
 * ```text output
 * shop: scope, open
 * └── prices: child, running; waits for a cancel
 * ```
 */
export function printTaskTree(write: (text: string) => unknown = toStandardError): void {
  const lines: string[] = [];
  const open = rowsOf(taskTree(), "", 0);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    lines.push(next.line);
    if (next.node === undefined) continue;
    for (const row of rowsOf(next.node.inner, next.gutter, next.depth + 1)) open.push(row);
  }
  write(lines.length === 0 ? "No scope is open.\n" : `${lines.join("\n")}\n`);
}

interface Row {
  readonly line: string;
  readonly node?: LivingNode;
  /** What stands before the lines of what is in it. */
  readonly gutter: string;
  readonly depth: number;
}

/** The rows of siblings, the last one first, since they are taken from the end. */
function rowsOf(nodes: readonly LivingNode[], gutter: string, depth: number): Row[] {
  const isTop = depth === 0;
  if (nodes.length > 0 && depth === DEEPEST_SHOWN)
    return [{ line: `${gutter}└── … and what is deeper`, gutter, depth }];
  const rows: Row[] = nodes.slice(0, MOST_SHOWN).map((node, index) => {
    const isLast = index === nodes.length - 1;
    const branch = isTop ? "" : isLast ? "└── " : "├── ";
    const below = isTop ? "" : isLast ? "    " : "│   ";
    return { line: `${gutter}${branch}${describeLiving(node)}`, node, gutter: gutter + below, depth };
  });
  const more = nodes.length - MOST_SHOWN;
  if (more > 0) rows.push({ line: `${gutter}${isTop ? "" : "└── "}… and ${more} more`, gutter, depth });
  return rows.reverse();
}

/** A scope or a child in one line. */
export function describeLiving(node: LivingNode): string {
  const facts = [node.isUnawaited ? "child that is not waited for" : node.kind, stateOf(node)];
  if (node.isStarting) facts.push("starting");
  if (node.isShielded) facts.push("shielded");
  if (node.deadlineInMs !== undefined) facts.push(timeLeft(node.deadlineInMs));
  let text = `${visible(node.name)}: ${facts.join(", ")}`;
  if (node.waitsFor.length > 0) text += `; waits for ${node.waitsFor.map(describeWaiting).join(" and ")}`;
  if (node.spawnSite !== undefined) text += `; spawned at ${visible(node.spawnSite)}`;
  return node.id.startsWith("~") ? text : `${text} [${node.id}]`;
}

function stateOf({ state, cancelled, ageMs }: LivingNode): string {
  const age = ageMs === undefined ? "" : ` for ${duration(ageMs)}`;
  if (cancelled === undefined) return `${state}${age}`;
  const reason = cancelled.reason === undefined ? "" : `: ${visible(cancelled.reason)}`;
  const by = cancelled.by === undefined ? "" : ` by ${cancelled.by}`;
  return `${state}${age} (${cancelled.source}${by}${reason})`;
}

/** What somebody waits for, in words. */
export function describeWaiting({ for: kind, leftMs, what }: Waiting): string {
  switch (kind) {
    case "time":
      return leftMs === undefined ? "its time" : `${duration(leftMs)} to pass`;
    case "cancel":
      return "a cancel";
    case "event":
      return `the event ${visible(what ?? "")}`;
    case "send":
      return "room in a channel";
    case "receive":
      return "an item of a channel";
    case "place":
      return "a place of a limiter";
    case "start":
      return `${visible(what ?? "a child")} to start`;
    case "thread":
      return `the thread of ${visible(what ?? "a function")}`;
    case "end":
      return `${visible(what ?? "a child")} to end`;
    case "promise":
      return "a promise";
    case "process":
      return `the process ${visible(what ?? "")}`;
    case "children":
      return "what is in it";
  }
}

function timeLeft(ms: number): string {
  return ms < 0 ? `${duration(-ms)} over its deadline` : `${duration(ms)} left`;
}

function toStandardError(text: string): void {
  const { process } = globalThis as { process?: { readonly stderr?: { write(text: string): unknown } } };
  if (process?.stderr === undefined) console.error(text.trimEnd());
  else process.stderr.write(text);
}
