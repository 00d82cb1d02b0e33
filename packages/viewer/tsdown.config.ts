import { defineConfig } from "tsdown";

/** The page is one script with all that it needs inside: an exported page has nothing to load it from. */
export default defineConfig({
  entry: { page: "src/main.tsx" },
  format: ["esm"],
  platform: "browser",
  fixedExtension: false,
  target: "es2022",
  dts: false,
  sourcemap: false,
  minify: true,
  clean: true,
  report: false,
  noExternal: [/.*/],
});
