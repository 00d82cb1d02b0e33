// A library that ends the process only where it listens alone, beside a log that listens as well: each signal ends the process, and
// the lines that were gathered are in the file.
import { fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { logMessage, toFile } from "clew";

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR2"];
const [, program, mode, file] = process.argv;
if (mode !== undefined) {
  for (const signal of SIGNALS) {
    const counts = () => {
      if (process.listenerCount(signal) !== 1) return;
      process.removeListener(signal, counts);
      process.kill(process.pid, signal);
    };
    process.on(signal, counts);
  }
  toFile(file, { mode, flushAfterMs: 30_000 });
  for (let i = 0; i < 20; i++) logMessage("line", { i });
  setInterval(() => {}, 30_000);
  process.send("logged");
} else {
  const folder = mkdtempSync(join(tmpdir(), "clew-case-"));
  let wrong = 0;
  for (const each of ["sync", "buffered", "thread"]) {
    for (const signal of SIGNALS) {
      const path = join(folder, `${each}-${signal}.log`);
      const child = fork(program, [each, path]);
      child.once("message", () => child.kill(signal));
      const patience = setTimeout(() => child.kill("SIGKILL"), 15_000);
      const end = await new Promise((resolve) => child.once("exit", (code, by) => resolve(by ?? code)));
      clearTimeout(patience);
      const lines = readFileSync(path, "utf8").split("\n").length - 1;
      if (end === signal && lines === 20) continue;
      wrong++;
      console.log(`${each}: sent ${signal}, ended by ${end}, with ${lines} of 20 lines`);
    }
  }
  rmSync(folder, { recursive: true });
  process.exit(wrong > 0 ? 1 : 0);
}
