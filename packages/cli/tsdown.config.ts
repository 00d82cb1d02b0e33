import { defineConfig } from "tsdown";

export default defineConfig({
  // Nothing is exported; benchmarks and tests of scale import the reading of files, the store and ClickHouse by their paths.
  entry: {
    main: "src/main.ts",
    input: "src/input/index.ts",
    store: "src/store/index.ts",
    clickhouse: "src/clickhouse/index.ts",
    "explain-thread": "src/server/explain-thread.ts",
    "store-program": "src/store/write/store-program.ts",
  },
  format: ["esm"],
  platform: "node",
  fixedExtension: false,
  target: "node20",
  dts: false,
  sourcemap: false,
  clean: true,
  report: false,
  deps: {
    neverBundle: [
      /^(@clew\/log|clew)/,
      "commander",
      "@duckdb/node-api",
      "string-width",
      "@jmespath-community/jmespath",
    ],
  },
});
