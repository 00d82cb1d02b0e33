// Graphviz's language: https://graphviz.org/doc/info/lang.html. Every task is a cluster; what was part of what has a
// solid arrow, what followed from what a dashed one.

import type { TaskTree, WrittenAction } from "clew/parse";
import { formatDuration } from "clew/render";
import { graphNodes } from "./graph.js";
import { actionName, failureText, outcome, taskName } from "./labels.js";

/** The look of each outcome. */
const LOOKS = {
  succeeded: "",
  failed: ', color="#c62828", fontcolor="#c62828"',
  unfinished: ', style="rounded,dashed"',
  missing: ', style="rounded,dotted", color="#757575", fontcolor="#757575"',
} as const;

export async function* exportDot(trees: AsyncIterable<TaskTree>): AsyncGenerator<string> {
  yield "digraph clew {\n  rankdir=LR;\n";
  // A cause that is in another log is drawn too, and has no other label.
  yield '  node [shape=box, style=rounded, fontname="sans-serif", label="(not in this log)"];\n';
  yield '  edge [fontname="sans-serif"];\n';
  let clusters = 0;
  for await (const tree of trees) {
    if (tree.root.kind === "message") continue;
    yield `  subgraph cluster_${clusters++} {\n    label=${quoted(taskName(tree))};\n`;
    const follows: string[] = [];
    for (const { id, action, parentId, followedIds } of graphNodes(tree)) {
      yield `    ${id} [label=${quoted(...labelLines(action))}${LOOKS[outcome(action)]}];\n`;
      if (parentId !== undefined) yield `    ${parentId} -> ${id};\n`;
      for (const followed of followedIds) follows.push(`  ${followed} -> ${id} [style=dashed, constraint=false];\n`);
    }
    yield "  }\n";
    // Within the cluster they would draw an action of another task into it.
    yield* follows;
  }
  yield "}\n";
}

function labelLines(action: WrittenAction): string[] {
  const { durationSeconds: seconds } = action;
  const status = outcome(action);
  const lines = [actionName(action)];
  if (seconds !== undefined) lines.push(formatDuration(seconds));
  else if (status === "unfinished") lines.push("unfinished");
  if (status === "failed") lines.push(failureText(action, 80) || "failed");
  return lines;
}

/** A string of Graphviz's, with a line break after each of the lines. It reads HTML's entities even there. */
function quoted(...lines: readonly string[]): string {
  const escaped = lines.map((line) => line.replaceAll("&", "&amp;").replaceAll("\\", "\\\\").replaceAll('"', '\\"'));
  return `"${escaped.join("\\n")}"`;
}
