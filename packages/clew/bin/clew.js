#!/usr/bin/env node
// `npx clew` where the command, a package of its own, was meant: runs it if it is installed, and else says where it is.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** @param {string} from */
function find(from) {
  try {
    return createRequire(from).resolve("@clew/cli/package.json");
  } catch {
    return undefined;
  }
}

const installed = find(join(process.cwd(), "package.json")) ?? find(import.meta.url);
if (installed === undefined) {
  const args = process.argv.slice(2).join(" ");
  console.error(
    `Cannot run clew: its command is in a package of its own; say npx @clew/cli${args && ` ${args}`}, or npm install -D @clew/cli`,
  );
  process.exitCode = 2;
} else await import(pathToFileURL(join(dirname(installed), "bin/clew.js")).href);
