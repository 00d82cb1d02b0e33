// Sending while the process ends: nothing asynchronous happens any more, so another process of the same runtime sends, and is
// waited for.

import { spawnSync } from "node:child_process";

/** One request, to be sent as it is. */
export interface LastRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const PATIENCE_MS = 5_000;

/** Reads requests as JSON from its input, and writes for each whether it was taken. */
const SENDER = `
let text = "";
process.stdin.setEncoding("utf8").on("data", (part) => (text += part)).on("end", async () => {
  for (const { url, body, headers } of JSON.parse(text)) {
    let taken = false;
    for (let attempt = 0; attempt < 3 && !taken; attempt++) {
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 300));
      try {
        taken = (await fetch(url, { method: "POST", body, headers, signal: AbortSignal.timeout(2000) })).ok;
      } catch {}
    }
    process.stdout.write(taken ? "1" : "0");
  }
});`;

/** Sends requests, and gives for each whether it was taken. */
export function sendNow(requests: readonly LastRequest[]): readonly boolean[] {
  if (requests.length === 0) return [];
  // Options that this process was started with, such as --import, would run the program's own code there.
  const env = { ...process.env, NODE_OPTIONS: "" };
  const options = { input: JSON.stringify(requests), encoding: "utf8", timeout: PATIENCE_MS, env } as const;
  const { stdout } = spawnSync(process.execPath, ["-e", SENDER], options);
  return requests.map((_, i) => stdout?.[i] === "1");
}
