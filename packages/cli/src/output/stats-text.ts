import type { ActionSummary, SamplingSummary, Summary, TimeBucket } from "clew/explain";
import { formatDuration, formatMoment } from "clew/render";
import { type AnswerOptions, type Piece, toLine } from "./answer-lines.js";

/** The columns; the numbers of those that did not fail but were stopped stand there where there are any. */
const COLUMNS: readonly Column[] = [
  { head: "count", role: "value", cell: ({ count }) => String(count) },
  { head: "failed", role: "failed", cell: ({ failed, count }) => shareText(failed, count) },
  { head: "cancelled", role: "value", cell: ({ cancelled }) => numberText(cancelled), isOptional: true },
  { head: "timed out", role: "value", cell: ({ timedOut }) => numberText(timedOut), isOptional: true },
  { head: "open", role: "value", cell: ({ incomplete }) => numberText(incomplete) },
  { head: "p50", role: "duration", cell: ({ p50Seconds }) => timeText(p50Seconds) },
  { head: "p95", role: "duration", cell: ({ p95Seconds }) => timeText(p95Seconds) },
  { head: "p99", role: "duration", cell: ({ p99Seconds }) => timeText(p99Seconds) },
  { head: "self", role: "duration", cell: ({ selfSeconds }) => timeText(selfSeconds) },
];
const NOTHING = "-";
/** A histogram of more lines does not fit a screen. */
const MOST_LINES = 20;
const BAR = 40;
const MOST_NAME = 60;

/** Counts and durations by type as a table, and tasks over time as bars. */
export function* statsText({ actions, histogram, sampling }: Summary, options: AnswerOptions): Generator<string> {
  const columns = COLUMNS.filter(({ isOptional, cell }) => !isOptional || actions.some((one) => cell(one) !== NOTHING));
  const widths = columns.map(({ head, cell }) => Math.max(head.length, ...actions.map((one) => cell(one).length)));
  const name = Math.max("type".length, ...actions.map((action) => Math.min(MOST_NAME, nameOf(action).length)));
  const heads = columns.map(({ head }, i) => head.padStart(widths[i] as number)).join("  ");
  yield toLine([["heading", `${"type".padEnd(name)}  ${heads}`]], options);
  for (const action of actions) {
    const cells = columns.map(({ role, cell }, i): Piece => {
      const text = cell(action);
      return [role === "failed" && text === NOTHING ? "value" : role, `  ${text.padStart(widths[i] as number)}`];
    });
    yield toLine([["type", nameOf(action).slice(0, MOST_NAME).padEnd(name)], ...cells], options);
  }
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

interface Column {
  readonly head: string;
  readonly role: Piece[0];
  cell(action: ActionSummary): string;
  readonly isOptional?: boolean;
}

function numberText(count: number): string {
  return count === 0 ? NOTHING : String(count);
}

function shareText(failed: number, count: number): string {
  return failed === 0 ? NOTHING : `${failed} (${Math.ceil((100 * failed) / count)}%)`;
}

function timeText(seconds: number | undefined): string {
  return seconds === undefined ? NOTHING : formatDuration(seconds);
}

/** The type, and the value by which actions of it were told apart. */
function nameOf({ actionType, by }: ActionSummary): string {
  return by?.value === undefined ? actionType : `${actionType}  ${by.field}=${by.value}`;
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
