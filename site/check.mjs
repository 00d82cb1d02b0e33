// What is looked at once the site is built: that it asks no other host for anything, and, in Chromium, that axe finds nothing serious.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { root, site } from "./places.mjs";

const dist = `${site}dist/`;
const CHROMIUM = "/usr/bin/chromium";
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};
/** Pages of each kind: the front, prose with code, tables, generated reference, the list. */
const LOOKED_AT = [
  "",
  "tutorial/first-tree",
  "explanation/performance",
  "reference/commands",
  "gallery/batch-job",
  "gallery/next-app",
  "reference/api/clew-scope",
  "all-pages",
];

/** @returns {Promise<{ pages: number, megabytes: string, looked: string }>} */
export async function checkSite() {
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(dist, name)).isFile(),
  );
  const pages = files.filter((name) => name.endsWith(".html"));
  for (const page of pages) {
    const [, asked] =
      /<(?:script|link|img)[^>]+(?:src|href)="(https?:[^"]+)"/.exec(readFileSync(join(dist, page), "utf8")) ?? [];
    if (asked !== undefined) throw new Error(`${page} asks another host for ${asked}`);
  }
  const bytes = files.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0);
  return { pages: pages.length, megabytes: (bytes / 1e6).toFixed(1), looked: await lookWithAxe() };
}

async function lookWithAxe() {
  if (!existsSync(CHROMIUM)) {
    if (process.env.CI) throw new Error("There is no Chromium to look at the site with");
    return "not looked at with axe: apt-get install chromium";
  }
  const require = createRequire(`${root}package.json`);
  const { chromium } = require("playwright-core");
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const server = await serve();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const found = [];
  try {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ colorScheme, viewport: { width: 1440, height: 900 } });
      for (const place of LOOKED_AT) {
        const page = await context.newPage();
        await page.goto(`http://127.0.0.1:${server.address().port}/${place}`, { waitUntil: "networkidle" });
        // What a page gives its controls once it has taken them over, which takes a moment on a long page.
        await page.locator('.VPSwitchAppearance:not([title=""])').first().waitFor({ state: "attached" });
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run());
        for (const { id, impact, nodes } of violations) {
          if (impact !== "serious" && impact !== "critical") continue;
          found.push(
            `/${place}, ${colorScheme}: ${id} (${impact}), ${nodes.length} times, first ${nodes[0].html.slice(0, 120)}`,
          );
        }
        await page.close();
      }
      await context.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
  if (found.length > 0) throw new Error(`axe finds on the site:\n${found.join("\n")}`);
  return `axe finds nothing serious on ${LOOKED_AT.length} pages in light and dark`;
}

/** The built site as a host without extensions in its addresses serves it. */
async function serve() {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const asked = join(dist, decodeURIComponent(pathname));
    const file = [asked, `${asked}.html`, join(asked, "index.html")].find(
      (each) => existsSync(each) && statSync(each).isFile(),
    );
    if (file === undefined) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  return server;
}
