// A program that loads what a service loads, and ends: `node start.mjs MODE`. Prints its CPU time in milliseconds.

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [, , mode] = process.argv;
if (mode === "otel") await import("./otel-to-file.mjs");
if (mode === "by-hand") {
  require("clew").toFile(process.env.CLEW_FILE);
  require("clew/bridge/express");
}
require("express");
require("ioredis");
const { user, system } = process.cpuUsage();
console.log((user + system) / 1000);
process.exit(0);
