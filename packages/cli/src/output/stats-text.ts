import type { ActionSummary, SamplingSummary, Summary, TimeBucket } from "clew/explain";
import { formatDuration, formatMoment } from "clew/render";
import { type AnswerOptions, type Piece, toLine } from "./answer-lines.js";

const HEADS = ["count", "failed", "open", "p50", "p95", "p99", "self"] as const;
/** A histogram of more lines does not fit a screen. */
const MOST_LINES = 20;
const BAR = 40;
const MOST_NAME = 60;

/** Counts and durations by type as a table, and tasks over time as bars. */
export function* statsText({ actions, histogram, sampling }: Summary, options: AnswerOptions): Generator<string> {
  const rows = actions.map(cells);
  const widths = HEADS.map((head, i) => Math.max(head.length, ...rows.map((row) => (row[i] as string).length)));
  const name = Math.max("type".length, ...actions.map((action) => Math.min(MOST_NAME, nameOf(action).length)));
  const heads = HEADS.map((head, i) => head.padStart(widths[i] as number)).join("  ");
  yield toLine([["heading", `${"type".padEnd(name)}  ${heads}`]], options);
  for (const [i, action] of actions.entries())
    yield toLine(tableRow(action, rows[i] as string[], name, widths), options);
  if (sampling !== undefined) {
    yield "";
    for (const line of samplingText(sampling)) yield toLine([["value", line]], options);
  }
  const buckets = fewer(histogram);
  const most = Math.max(...buckets.map(({ tasks }) => tasks));
  if (buckets.length < 2) return;
  yield "";
  yield toLine([["heading", `tasks begun, in steps of ${formatDuration(buckets[0]?.seconds ?? 0)}`]], options);
  for (const bucket of buckets) yield toLine(bar(bucket, most, options.ascii === true), options);
}

function* samplingText({ tasksRead, tasks, tasksSampledOut }: SamplingSummary): Generator<string> {
  if (tasks !== tasksRead) {
    yield `The log was sampled: it has ${tasksRead} tasks of about ${tasks}. All numbers are corrected for those left out.`;
  } else yield `The log was sampled, and nothing in it stands for what was left out: it has ${tasksRead} tasks.`;
  if (tasksSampledOut > 0) yield `Its writers say that they left out ${tasksSampledOut}.`;
}

function cells({
  count,
  failed,
  incomplete,
  p50Seconds,
  p95Seconds,
  p99Seconds,
  selfSeconds,
}: ActionSummary): string[] {
  const time = (seconds: number | undefined) => (seconds === undefined ? "-" : formatDuration(seconds));
  const share = failed === 0 ? "-" : `${failed} (${Math.ceil((100 * failed) / count)}%)`;
  return [
    String(count),
    share,
    incomplete === 0 ? "-" : String(incomplete),
    time(p50Seconds),
    time(p95Seconds),
    time(p99Seconds),
    time(selfSeconds),
  ];
}

/** The type, and the value by which actions of it were told apart. */
function nameOf({ actionType, by }: ActionSummary): string {
  return by?.value === undefined ? actionType : `${actionType}  ${by.field}=${by.value}`;
}

function tableRow(action: ActionSummary, row: readonly string[], name: number, widths: readonly number[]): Piece[] {
  const { failed } = action;
  return [
    ["type", nameOf(action).slice(0, MOST_NAME).padEnd(name)],
    ...row.map((cell, i): Piece => {
      const role = i === 1 && failed > 0 ? "failed" : i >= 3 ? "duration" : "value";
      return [role, `  ${cell.padStart(widths[i] as number)}`];
    }),
  ];
}

function fewer(buckets: readonly TimeBucket[]): TimeBucket[] {
  const size = Math.ceil(buckets.length / MOST_LINES);
  const joined: TimeBucket[] = [];
  for (let i = 0; i < buckets.length; i += size) {
    const part = buckets.slice(i, i + size);
    const [first] = part;
    if (first === undefined) break;
    const sum = (of: (bucket: TimeBucket) => number) => part.reduce((total, bucket) => total + of(bucket), 0);
    joined.push({
      start: first.start,
      seconds: first.seconds * size,
      tasks: sum(({ tasks }) => tasks),
      failed: sum(({ failed }) => failed),
    });
  }
  return joined;
}

function bar({ start, tasks, failed }: TimeBucket, most: number, ascii: boolean): Piece[] {
  const length = (count: number) => (count === 0 ? 0 : Math.max(1, Math.round((BAR * count) / Math.max(1, most))));
  const [full, bad] = ascii ? ["#", "x"] : ["█", "█"];
  const failedLength = length(failed);
  return [
    ["time", `${formatMoment(start)}  `],
    ["failed", bad.repeat(failedLength)],
    ["succeeded", full.repeat(Math.max(0, length(tasks) - failedLength))],
    ["value", `  ${tasks}`],
    ...(failed > 0 ? ([["failed", `, ${failed} failed`]] as const) : []),
  ];
}
