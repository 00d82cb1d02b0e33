// A flowchart of Mermaid's: https://mermaid.js.org/syntax/flowchart.html. Every task is a subgraph.

import type { TaskTree, WrittenAction } from "clew/parse";
import { formatDuration } from "clew/render";
import type { ExportOptions } from "./exporter.js";
import { graphNodes } from "./graph.js";
import { actionName, failureText, outcome, taskName } from "./labels.js";

/** What Mermaid draws unless it is told otherwise: `maxEdges`, and `maxTextSize` in characters. */
const MAX_EDGES = 500;
const MAX_TEXT = 50_000;

const SIGNS = { succeeded: "✓", failed: "✗", unfinished: "…", missing: "?" } as const;

export async function* exportMermaid(trees: AsyncIterable<TaskTree>, { note }: ExportOptions): AsyncGenerator<string> {
  let edges = 0;
  let length = 0;
  for await (const line of diagramLines(trees)) {
    if (ARROW.test(line)) edges++;
    length += line.length + 1;
    yield `${line}\n`;
  }
  if (edges <= MAX_EDGES && length <= MAX_TEXT) return;
  note(
    `The diagram has ${edges} arrows and ${length} characters; Mermaid draws up to ${MAX_EDGES} and ${MAX_TEXT} ` +
      "unless its maxEdges and maxTextSize are raised. Choose a task with --task, or use --to dot.",
  );
}

const ARROW = /^ *a\w+ -/;

async function* diagramLines(trees: AsyncIterable<TaskTree>): AsyncGenerator<string> {
  yield "flowchart LR";
  yield "  classDef failed stroke:#c62828,color:#c62828";
  yield "  classDef unfinished stroke-dasharray:6 4";
  yield "  classDef missing stroke:#757575,color:#757575,stroke-dasharray:2 3";
  const drawn = new Set<string>();
  const elsewhere = new Set<string>();
  let tasks = 0;
  for await (const tree of trees) {
    if (tree.root.kind === "message") continue;
    yield `  subgraph t${tasks++}["${escaped(taskName(tree))}"]`;
    const follows: string[] = [];
    for (const { id, action, parentId, followedIds } of graphNodes(tree)) {
      drawn.add(id);
      elsewhere.delete(id);
      const status = outcome(action);
      yield `    ${id}["${label(action)}"]${status === "succeeded" ? "" : `:::${status}`}`;
      if (parentId !== undefined) yield `    ${parentId} --> ${id}`;
      for (const followed of followedIds) {
        follows.push(`  ${followed} -.-> ${id}`);
        if (!drawn.has(followed)) elsewhere.add(followed);
      }
    }
    yield "  end";
    yield* follows;
  }
  for (const id of elsewhere) yield `  ${id}["(not in this log)"]:::missing`;
}

/** It begins with a sign, or Mermaid might take it for a list of Markdown's. */
function label(action: WrittenAction): string {
  const { durationSeconds: seconds } = action;
  const status = outcome(action);
  const lines = [`${SIGNS[status]} ${actionName(action)}`];
  if (seconds !== undefined) lines.push(formatDuration(seconds));
  if (status === "failed") lines.push(failureText(action, 80) || "failed");
  return lines.map(escaped).join("<br>");
}

/** All but letters, digits and harmless signs: the rest may mean something to Mermaid, to Markdown or to HTML. */
const UNSAFE = /[^\p{L}\p{M}\p{N} .:,/=()✓✗…?-]/gu;

function escaped(text: string): string {
  return text.replace(UNSAFE, (character) => `#${character.codePointAt(0)};`);
}
