import type { Message } from "../../parse/index.js";
import { isSpan, type Span, spansOf } from "./span.js";

/** As many records as a reader takes in at a glance. */
const MOST = 5;

/** The records of a task just before a moment of one of its actions, the last at the end. */
export function recordsBefore(span: Span, moment: number): Message[] {
  let root: Span = span;
  while (root.parent !== undefined) root = root.parent;
  const records: { readonly time: number; readonly record: Message | undefined }[] = [];
  for (const each of spansOf(root)) {
    records.push({ time: each.start, record: each.action.startRecord });
    if (each.end !== undefined && each !== span) records.push({ time: each.end, record: each.action.endRecord });
    for (const item of each.items) if (!isSpan(item)) records.push({ time: item.time, record: item.message.record });
  }
  return records
    .filter(({ time }) => time < moment)
    .sort((a, b) => a.time - b.time)
    .slice(-MOST)
    .map(({ record }) => record)
    .filter((record) => record !== undefined);
}
