import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { main: "src/main.ts" },
  format: ["esm"],
  platform: "node",
  fixedExtension: false,
  target: "node20",
  dts: false,
  sourcemap: true,
  clean: true,
  report: false,
  deps: { neverBundle: [/^clew/, "commander", "string-width", "@jmespath-community/jmespath"] },
});
