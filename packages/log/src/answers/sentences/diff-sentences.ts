// The sentences about what differs between two logs. The command prints them, and the page shows them: both say the same.

import type { Change, ChangeReport, DiffReport, Divergence } from "clew/explain";
import { formatDuration } from "clew/render";
import { encodeExact } from "../exact-json.js";
import { ownerOfChange } from "./change-words.js";
import { howSure } from "./set-apart-words.js";

/**
 * How two logs differ, in a sentence: where the first of their paired tasks part, or what changed in their traffic.
 *
 * ```ts
 * import { diffSentence } from "@clew/log";
 * import { diffTrees } from "clew/explain";
 * import { parseStream } from "clew/parse";
 *
 * const run = (status: string) => [
 *   '{"task_uuid":"x","task_level":[1],"timestamp":1,"action_type":"order","action_status":"started"}',
 *   `{"task_uuid":"x","task_level":[2],"timestamp":2,"action_type":"order","action_status":"${status}"}`,
 * ];
 * const report = await diffTrees(parseStream(run("succeeded")), parseStream(run("failed")));
 * console.log(diffSentence(report)); // They part where order succeeded in a and failed in b.
 * ```
 */
export function diffSentence({ changed, improved, first, pairedTasks }: DiffReport): string {
  if (changed !== undefined) return changesSentence(changed, improved);
  if (first !== undefined) return `They part where ${divergenceClause(first)}.`;
  const tasks = pairedTasks === 1 ? "the task is" : `the ${pairedTasks} tasks are`;
  return `No difference: ${tasks} the same but for ids, times and the order of what ran side by side.`;
}

/** What changed in the traffic, in a sentence: who is to blame and for what, else what got better, else that nothing is sure. */
function changesSentence({ changes, suspects, tasks }: ChangeReport, [better]: readonly Change[]): string {
  const [first] = suspects;
  const [change] = changes;
  if (change?.sure !== true && better !== undefined) return `It got better: ${changeClause(better)}.`;
  if (change === undefined)
    return `Nothing changed between the two, as far as ${tasks.a} and ${tasks.b} tasks can tell.`;
  if (!change.sure) {
    const guess = first === undefined ? "" : ` The best guess is ${first.value}, ${howSure(first.confidence)}.`;
    return `Nothing changed for sure; ${tasks.a} and ${tasks.b} tasks may be too few to tell.${guess}`;
  }
  if (first === undefined) return `What changed: ${changeClause(change)}.`;
  const own = changes.find(({ sure, value }) => sure && value === first.value);
  const what = changeClause(own === undefined ? change : { ...own, value: undefined });
  return `It ${howSure(first.confidence)} began in ${first.value}: ${what}.`;
}

/** A difference of two paired tasks in one clause. */
export function divergenceClause({ kind, actionPath, field, values, messageType }: Divergence): string {
  const path = actionPath.join(" > ");
  const what = messageType === undefined ? path : `${messageType} in ${path}`;
  switch (kind) {
    case "missing":
      return `b lacks ${what}`;
    case "extra":
      return `b has ${what}, which a has not`;
    case "status":
      return `${path} ${values?.a} in a and ${values?.b} in b`;
    case "field":
      return `${field} is ${encodeExact(values?.a)} in a and ${encodeExact(values?.b)} in b (${path})`;
    case "order":
      return `${path} stands elsewhere in the sequence`;
    case "duration":
      return `${path} took ${seconds(values?.a)} by itself in a and ${seconds(values?.b)} in b`;
  }
}

/** A change of traffic in one clause, with where it shows, and its figures on both sides. */
export function changeClause({ actionPath, kind, item, a, b, extraSecondsPerTask, value }: Change): string {
  const owner = ownerOfChange(kind, actionPath.at(-1), value);
  const path = `${actionPath.join(" > ")}${owner === undefined ? "" : ` of ${owner}`}`;
  const figures = `in ${b.yes} of ${b.of}, before in ${a.yes} of ${a.of}`;
  const seconds = Math.abs(extraSecondsPerTask);
  const extra =
    seconds < 0.0005 ? "" : `, ${formatDuration(seconds)} ${extraSecondsPerTask > 0 ? "more" : "less"} a task`;
  switch (kind) {
    case "contains":
      return `${path} has ${item} ${figures}`;
    case "lacks":
      return `${path} lacks ${item} ${figures}`;
    case "failed":
      return `${path} failed ${figures}`;
    case "own_time":
      return `${path} took longer by itself than usual ${figures}${extra}`;
    case "count":
      return `${path} has ${item} more or less often than usual ${figures}`;
    case "between":
      return `the way from ${path} to ${item} took longer than usual ${figures}${extra}`;
  }
}

function seconds(value: unknown): string {
  return typeof value === "number" ? formatDuration(value) : "?";
}
