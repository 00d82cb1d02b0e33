// Signals that end a program and can be caught, beside the three that clew catches: SIGUSR2 (nodemon's restart), SIGQUIT
// (Ctrl-\). Right: what was gathered is written, as "every end that a program can catch" says.
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";

const program = `import { logMessage, toFile } from "clew";
toFile("other-signals.tmp", { mode: "buffered", flushAfterMs: 2000 });
for (let i = 0; i < 50; i++) logMessage("m");
console.log("ready"); setInterval(() => {}, 1000);`;
const wrong = [];
for (const signal of ["SIGTERM", "SIGUSR2", "SIGQUIT"]) {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  await new Promise((resolve) => setTimeout(resolve, 100));
  child.kill(signal);
  await new Promise((resolve) => child.once("exit", resolve));
  const lines = readFileSync("other-signals.tmp", "utf8").split("\n").length - 1;
  rmSync("other-signals.tmp");
  if (lines !== 50) wrong.push(`${signal}: ${lines} of 50`);
}
if (wrong.length > 0) console.log(`wrong: lines that are there after ${wrong.join(", ")}`);
process.exit(wrong.length > 0 ? 1 : 0);
