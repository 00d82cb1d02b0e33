// The two versions of OpenTelemetry's SDK, each as a program has it: `sdkOf("2")` and `sdkOf("3")`.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { install as installRuntimes, RUNTIMES } from "../web/install.mjs";

const FOLDERS = { 2: new URL(".", import.meta.url), 3: new URL("next/", import.meta.url) };

/** The packages of a version. */
export function sdkOf(version) {
  const require = createRequire(new URL("x.js", FOLDERS[version]));
  const sdk = require(version === "3" ? "@opentelemetry/sdk-trace" : "@opentelemetry/sdk-trace-base");
  const exporter = new sdk.InMemorySpanExporter();
  const processor = new sdk.SimpleSpanProcessor(version === "3" ? { exporter } : exporter);
  const Provider = sdk.BasicTracerProvider ?? sdk.TracerProvider;
  return {
    require,
    sdk,
    api: require("@opentelemetry/api"),
    exporter,
    createProvider: (options = {}) => new Provider({ ...options, spanProcessors: [processor] }),
  };
}

/** Installs a version; gives the runtime that it needs. */
export function runtimeFor(version) {
  const cwd = fileURLToPath(FOLDERS[version]);
  if (!existsSync(`${cwd}node_modules/@opentelemetry/api`)) {
    const args = ["ci", "--ignore-scripts", "--no-fund", "--no-audit"];
    const { status, stderr } = spawnSync("npm", args, { cwd, encoding: "utf8" });
    if (status !== 0) throw new Error(`npm ci in ${cwd} failed: ${stderr}`);
  }
  const [major, minor] = process.versions.node.split(".").map(Number);
  const isEnough = version === "2" || major > 22 || (major === 22 && minor >= 15);
  if (isEnough) return process.execPath;
  installRuntimes({ withRuntimes: true });
  return RUNTIMES.node24.command[0];
}
