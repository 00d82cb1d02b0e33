// Of a log that was sampled, each task stands for those like it that were not kept: `clew_share` on the first message
// that a process wrote of a task is the share of such tasks that it kept. Where another process wrote a part, that part
// has a share of its own. A task that began to fail when it was already decided on says 1 from there on.

import { fieldNames, type Message } from "../../wire/index.js";
import { isSpan, type Span, spansOf } from "../task/index.js";

/** A part of a task that one process wrote. */
interface Part {
  share: number | undefined;
}

/** How many actions of the program each of the log stands for; `undefined` where the task was not sampled. */
export function weightsOf(root: Span): ((span: Span) => number) | undefined {
  const parts = new Map<Span, Part>();
  let isSampled = false;
  for (const span of spansOf(root)) {
    const { startRecord, endRecord } = span.action;
    const own = shareOf(startRecord);
    const above = span.parent === undefined ? undefined : parts.get(span.parent);
    const part = own === undefined && above !== undefined ? above : { share: own };
    parts.set(span, part);
    note(part, shareOf(endRecord));
    for (const item of span.items) if (!isSpan(item)) note(part, shareOf(item.message.record));
    isSampled ||= part.share !== undefined;
  }
  return isSampled ? (span) => 1 / (parts.get(span)?.share ?? 1) : undefined;
}

/** What a message within a part says: of two, what is more certain to be kept is what it was kept for. */
function note(part: Part, share: number | undefined): void {
  if (share !== undefined) part.share = Math.max(part.share ?? 0, share);
}

/** A log may hold anything: what is no share, or would count a task a billion times, is none. */
function shareOf(record: Message | undefined): number | undefined {
  const share = record?.[fieldNames.SHARE];
  return typeof share === "number" && share >= 1e-9 && share <= 1 ? share : undefined;
}
