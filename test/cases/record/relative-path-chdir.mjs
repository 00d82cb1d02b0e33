// A log with a relative path, and a program that changes its folder later. Right: the log stays where it was opened.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { close, logMessage, toFile } from "clew";

const folder = mkdtempSync(join(tmpdir(), "clew-case-"));
mkdirSync(join(folder, "a"));
mkdirSync(join(folder, "b"));
process.chdir(join(folder, "a"));
toFile("app.log");
logMessage("one");
process.chdir(join(folder, "b"));
await new Promise((resolve) => setTimeout(resolve, 700));
logMessage("two");
await close();
const lines = readFileSync(join(folder, "a", "app.log"), "utf8")
  .trim()
  .split("\n").length;
const strays = existsSync(join(folder, "b", "app.log"));
process.chdir(tmpdir());
rmSync(folder, { recursive: true });
if (strays) console.log(`wrong: a/app.log has ${lines} line of 2, the other went to b/app.log, without a word`);
process.exit(strays || lines !== 2 ? 1 : 0);
