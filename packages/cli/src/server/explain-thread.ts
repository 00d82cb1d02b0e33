// A thread that answers one of the three questions, since that takes seconds for a large log and the page is to go on.
// The answer is the text that the command prints with --json.

import { parentPort, workerData } from "node:worker_threads";
import { encodeExact, MemoryLogSource, MemoryStore, slowJson, whyJson } from "@clew/log";
import { explainFailures, findSlow } from "clew/explain";
import { openLogs } from "../input/index.js";
import type { Explaining } from "./explanations.js";

async function answerTo(asked: Explaining): Promise<string> {
  if (asked.question === "diff") return encodeExact(await sourceOf(asked.lines).diff(asked.a, asked.b));
  if ("lines" in asked) {
    const source = sourceOf(asked.lines);
    return encodeExact(asked.question === "why" ? await source.why() : await source.slow());
  }
  const log = await openLogs(asked.files);
  if (asked.question === "slow") return encodeExact(slowJson(await findSlow(log.trees())));
  const report = await explainFailures(log.trees());
  return encodeExact(whyJson(report, log.unused.count));
}

function sourceOf(lines: readonly string[]): MemoryLogSource {
  const store = new MemoryStore("");
  for (const text of lines) store.add(text);
  return new MemoryLogSource(store);
}

parentPort?.postMessage(await answerTo(workerData as Explaining));
