import type { TaskTree } from "../../parse/index.js";
import { fieldNames } from "../../wire/index.js";
import { paint, plainTheme, type Role, type Span } from "../screen/index.js";
import { visible } from "../text/index.js";
import { type Item, rootItem } from "./eliot-tree-items.js";
import type { EliotTreeOptions, EliotTreeSettings } from "./eliot-tree-options.js";
import { pictureControls } from "./eliot-tree-text.js";

const IGNORED = new Set([
  fieldNames.ACTION_STATUS,
  fieldNames.ACTION_TYPE,
  fieldNames.TASK_LEVEL,
  fieldNames.TASK_UUID,
  fieldNames.MESSAGE_TYPE,
]);
/** Deeper levels are drawn without the tree's lines of the outermost ones: a line must not grow without end. */
const MOST_LEVELS = 200;

interface Open {
  readonly items: Iterator<Item>;
  next: Item | undefined;
  readonly failed: boolean;
  trunk: Span;
}

/**
 * Draws a task's tree as eliot-tree does, line for line, its field order and its spelling of values included.
 *
 * @example
 * ```ts
 * import { parseStream } from "clew/parse";
 * import { renderEliotTree } from "clew/render";
 *
 * const log = ['{"task_uuid": "t1", "task_level": [1], "timestamp": 1, "message_type": "hi", "to": "Ada"}'];
 * for await (const tree of parseStream(log)) {
 *   for (const line of renderEliotTree(tree)) console.log(line);
 * }
 * ```
 *
 * After eliot-tree by Jonathan Jacobs; unlike there, what was logged late stands in its one tree.
 */
export function* renderEliotTree(tree: TaskTree, options: EliotTreeOptions = {}): Generator<string, void, undefined> {
  const exact = options.exact === true;
  const settings: EliotTreeSettings = {
    ascii: false,
    fieldLimit: 100,
    raw: false,
    localTime: false,
    ignoredKeys: IGNORED,
    theme: plainTheme,
    shows: () => true,
    ...options,
    exact,
    safe: exact ? pictureControls : (text) => visible(pictureControls(text)),
  };
  yield paint([["heading", settings.safe(tree.taskUuid)]], settings.theme);
  yield* itemLines(rootItem(tree, settings), settings);
}

function* itemLines(root: Item, { ascii, theme }: EliotTreeSettings): Generator<string> {
  const [branch, lastBranch, trunk, blank] = ascii
    ? ["|-- ", "+-- ", "|   ", "    "]
    : ["├── ", "└── ", "│   ", "    "];
  const none: Span = ["tree", ""];
  const stack: Open[] = [{ items: [][Symbol.iterator](), next: root, failed: false, trunk: none }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const item = top.next;
    if (item === undefined) {
      stack.pop();
      continue;
    }
    top.next = take(top.items);
    const isLast = top.next === undefined;
    const role: Role = top.failed ? "treeFailed" : "tree";
    const outer = stack.slice(-MOST_LEVELS, -1).map((open) => open.trunk);
    top.trunk = [role, isLast ? (blank as string) : (trunk as string)];
    for (const [i, line] of item.lines.entries()) {
      const sign: Span = i === 0 ? [role, isLast ? (lastBranch as string) : (branch as string)] : top.trunk;
      yield paint([...outer, sign, ...line], theme, true);
    }
    const items = item.below();
    const next = take(items);
    if (next !== undefined) stack.push({ items, next, failed: item.failed, trunk: none });
  }
}

function take(items: Iterator<Item>): Item | undefined {
  const next = items.next();
  return next.done === true ? undefined : next.value;
}
