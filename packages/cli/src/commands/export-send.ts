// `clew export --to otlp --endpoint URL`: a log's spans and records, sent to a receiver of OTLP.

import { SendError, sendOtlp } from "clew/otlp";
import { otlpRequests } from "../export/index.js";
import type { TaskChoice } from "../filter/index.js";
import { complain, reportNothing, reportUnused } from "../output/report.js";
import { openChosenTrees } from "./chosen-trees.js";

/** Sends all of it, one request after another; what is refused, or cannot be sent, is told, and the exit status is 1. */
export async function sendExport(
  files: readonly string[],
  endpoint: string,
  choice: TaskChoice | undefined,
  nothing: string,
): Promise<void> {
  const chosen = await openChosenTrees(files, choice ?? {});
  let found = false;
  const sent = { traces: 0, logs: 0 };
  const base = endpoint.replace(/\/+$/, "");
  try {
    for await (const { kind, items, request } of otlpRequests(chosen.trees)) {
      found = true;
      const { rejected, reason } = await sendOtlp(`${base}/v1/${kind}`, request);
      sent[kind] += items - rejected;
      if (rejected > 0 || reason !== undefined)
        complain(`Refused ${rejected} of ${items}: ${reason ?? "no reason was given"}`);
      if (rejected > 0) process.exitCode = 1;
    }
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    complain(error.message);
    process.exitCode = 1;
  }
  complain(`Sent ${sent.traces} spans and ${sent.logs} log records to ${base}.`);
  reportUnused(chosen);
  if (!found) reportNothing(nothing);
}
