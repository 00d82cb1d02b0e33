import { defineConfig, type UserConfig } from "tsdown";

/** What both formats have in common. */
const COMMON: UserConfig = {
  platform: "node",
  fixedExtension: false,
  target: "node20",
  dts: false,
  sourcemap: false,
  clean: false,
  report: false,
};

export default defineConfig([
  {
    ...COMMON,
    // Nothing is exported; benchmarks and tests of scale import the reading of files, the store and ClickHouse by their paths.
    entry: {
      main: "src/main.ts",
      input: "src/input/index.ts",
      store: "src/store/index.ts",
      address: "src/address/index.ts",
      clickhouse: "src/clickhouse/index.ts",
      "explain-thread": "src/server/explain-thread.ts",
      "store-program": "src/store/write/store-program.ts",
    },
    format: "esm",
    deps: { neverBundle: [/^(@clew\/log|clew)/, "@duckdb/node-api", "@jmespath-community/jmespath"] },
  },
  // What is loaded in the middle of a line, where nobody can wait for it.
  { ...COMMON, entry: { "wide-text": "src/output/wide-text.ts" }, format: "cjs" },
]);
