import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "tsdown";

const library = fileURLToPath(new URL("../packages/clew/dist", import.meta.url));

/** A program's bundle for browsers: minified, and its bytes when that is gzipped. */
export async function bundleForBrowsers(program: string): Promise<{ code: string; gzipped: number }> {
  const folder = mkdtempSync(join(tmpdir(), "clew-browser-"));
  try {
    const entry = join(folder, "main.js");
    writeFileSync(entry, program);
    await build({
      entry,
      outDir: join(folder, "out"),
      platform: "browser",
      format: "esm",
      minify: true,
      dts: false,
      config: false,
      logLevel: "silent",
      sourcemap: false,
      alias: { clew: `${library}/index.js`, "clew/scope": `${library}/scope.js` },
      noExternal: [/.*/],
    });
    const code = readFileSync(join(folder, "out/main.js"), "utf8");
    return { code, gzipped: gzipSync(code).length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
