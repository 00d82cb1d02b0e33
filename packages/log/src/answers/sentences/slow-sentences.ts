// The sentences about time. The command prints them, and the page shows them: both say the same.

import type { SlowAction, SlowReport } from "clew/explain";
import { formatDuration } from "clew/render";
import { howSure, nameSetApart, percent, sharesText } from "./set-apart-words.js";

/** A path that costs no more than this part above what is usual is as usual. */
const LEAST_EXTRA = 0.02;

/**
 * The time of one path in a sentence: its share of the time that tasks took, or, against what is usual, its extra time.
 *
 * ```ts
 * import { slowSentence } from "@clew/log";
 * import { findSlow } from "clew/explain";
 * import { parseStream } from "clew/parse";
 *
 * const lines = [
 *   '{"task_uuid":"a","task_level":[1],"timestamp":1,"action_type":"order","action_status":"started"}',
 *   '{"task_uuid":"a","task_level":[2],"timestamp":3,"action_type":"order","action_status":"succeeded"}',
 * ];
 * const report = await findSlow(parseStream(lines));
 * for (const action of report.actions) console.log(slowSentence(action, report));
 * // 100% of the 2.00s that the task took was spent in order itself: 2.00s.
 * ```
 */
export function slowSentence(action: SlowAction, report: SlowReport): string {
  const { usualSecondsPerTask: usual, extraSecondsPerTask: extra, confidence, actionPath } = action;
  if (usual === undefined) return ofAllTime(action, report);
  const [suspect] = report.suspects;
  const blamed =
    suspect === undefined
      ? ""
      : ` It ${howSure(suspect.confidence)} began in ${suspect.field} ${suspect.value}: ${suspect.because[0]}.`;
  if (extra <= LEAST_EXTRA * Math.max(usual, extra)) return `No path costs a task more than usual.${blamed}`;
  const figures = `${formatDuration(extra)} more a task, ${formatDuration(usual + extra)} where it was ${formatDuration(usual)}`;
  const sure = confidence >= 0.5 ? "" : ", which chance may have done";
  return `${actionPath.at(-1)} itself takes ${figures}${sure}.${blamed}`;
}

function ofAllTime({ actionPath, criticalSelfSeconds, share, count }: SlowAction, report: SlowReport): string {
  const type = actionPath.at(-1);
  const tasks = report.tasks === 1 ? "the task" : `${report.tasks} tasks`;
  const each = count > 1 ? ` in ${count} of them, ${formatDuration(criticalSelfSeconds / count)} each` : "";
  const total = formatDuration(report.totalSeconds);
  return `${percent(share)} of the ${total} that ${tasks} took was spent in ${type} itself: ${formatDuration(criticalSelfSeconds)}${each}.`;
}

/**
 * The values that go with a path being slow, and the one that leads to it, in sentences; `undefined` where there are none.
 */
export function slowApartSentence({ setApart, reachedWith, actionPath }: SlowAction): string | undefined {
  const type = actionPath.at(-1);
  const sentences: string[] = [];
  if (reachedWith !== undefined) {
    const shares = sharesText(reachedWith, "the tasks that came to it", "the others");
    sentences.push(`Tasks come to ${type} with ${nameSetApart(reachedWith)}: ${shares}.`);
  }
  const [first, ...rest] = setApart;
  if (first !== undefined) {
    const more = rest.map((entry) => `; then ${nameSetApart(entry)} (${sharesText(entry, "the slow", "the others")})`);
    const shares = sharesText(first, `where ${type} is slow`, "the others");
    const sure = howSure(first.confidence);
    sentences.push(`What goes with it being slow is ${nameSetApart(first)}: ${shares}, ${sure}${more.join("")}.`);
  }
  return sentences.length === 0 ? undefined : sentences.join(" ");
}
