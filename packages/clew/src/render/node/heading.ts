import type { ContinuedTask, TaskTree, WrittenAction } from "../../parse/index.js";
import type { Settings } from "../options.js";
import type { Span } from "../screen/index.js";
import { cutToColumns, formatDuration, formatMoment, shortUuid, startOf, visible } from "../text/index.js";
import { beginOf } from "./gutter.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ODD_UUID_COLUMNS = 40;

/** The line above a task's tree: which task, when, and how it went. */
export function headingOf(tree: TaskTree, settings: Settings): Span[] {
  const spans: Span[] = [["heading", formatUuid(tree.taskUuid, settings)]];
  const begin = tree.continues?.startTime ?? beginOf(tree.root);
  if (begin !== undefined) spans.push(["time", `  ${formatTime(begin, settings)}`]);
  if (tree.continues !== undefined) {
    return [...spans, ["note", "  "], ...continuationOf(tree.continues)];
  }
  if (tree.root.kind !== "message") spans.push(["note", "  "], outcomeOf(tree.root, settings));
  const missing = tree.missing.length;
  if (missing > 0) spans.push(["warning", `, ${missing} ${missing === 1 ? "message" : "messages"} missing`]);
  else if (!tree.isComplete && tree.root.kind === "action" && tree.root.status !== "started") {
    spans.push(["warning", ", with actions that did not finish"]);
  }
  return spans;
}

/** Names the task of which more has come than was shown. */
export function continuationOf({ actionType }: ContinuedTask): Span[] {
  const name = actionType === undefined ? "a task" : visible(startOf(actionType, ODD_UUID_COLUMNS));
  return [
    ["warning", `continuation of ${name}`],
    ["note", ", which was shown before"],
  ];
}

function outcomeOf({ durationSeconds, status }: WrittenAction, { glyphs, raw }: Settings): Span {
  const took = durationSeconds === undefined ? undefined : formatDurationAs(durationSeconds, raw, glyphs.micro);
  if (status === "failed") return ["failed", took === undefined ? "failed" : `failed after ${took}`];
  if (status === "succeeded") return ["succeeded", took === undefined ? "succeeded" : `succeeded in ${took}`];
  return ["warning", "unfinished"];
}

function formatDurationAs(seconds: number, raw: boolean, micro: string): string {
  return raw ? `${seconds.toFixed(6)}s` : formatDuration(seconds, micro);
}

/** A task's uuid, cut to what tells tasks apart. */
export function formatUuid(uuid: string, { wholeUuids, measure }: Settings): string {
  if (wholeUuids) return visible(uuid);
  if (UUID.test(uuid)) return shortUuid(uuid);
  return cutToColumns(visible(startOf(uuid, ODD_UUID_COLUMNS)), ODD_UUID_COLUMNS, measure);
}

/** A moment as the options ask for it. */
export function formatTime(seconds: number, { raw, localTime }: Settings): string {
  return raw ? String(seconds) : formatMoment(seconds, { local: localTime });
}
