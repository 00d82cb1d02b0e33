import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", recording: "src/recording/index.ts", testing: "src/testing/index.ts" },
  format: ["esm", "cjs"],
  // Browsers and every runtime: nothing of a platform is imported.
  platform: "neutral",
  fixedExtension: false,
  target: "es2022",
  dts: true,
  sourcemap: false,
  clean: true,
  report: false,
  deps: { neverBundle: [/^clew/] },
});
