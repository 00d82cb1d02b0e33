import { defineConfig } from "tsdown";

export default defineConfig({
  // Nothing is exported; the benchmarks import the reading of files by its path.
  entry: { main: "src/main.ts", input: "src/input/index.ts", "explain-thread": "src/server/explain-thread.ts" },
  format: ["esm"],
  platform: "node",
  fixedExtension: false,
  target: "node20",
  dts: false,
  sourcemap: true,
  clean: true,
  report: false,
  deps: { neverBundle: [/^clew/, "commander", "@duckdb/node-api", "string-width", "@jmespath-community/jmespath"] },
});
