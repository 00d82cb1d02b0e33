// The pictures of docs/guides/look-at-a-log.md, taken by Chromium from the page of `clew view` on a log of the fixtures:
// node scripts/screenshots.mjs. They are made by hand when the page has changed; no test compares pictures.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const LOG = "fixtures/causes/why-01-shop.log.gz";
const CHROMIUM = "/usr/bin/chromium";
const TARGET = `${root}docs/pictures`;

const view = spawn(process.execPath, ["packages/cli/bin/clew.js", "view", "--no-open", LOG], {
  cwd: root,
  stdio: ["ignore", "pipe", "inherit"],
});
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  mkdirSync(TARGET, { recursive: true });
  const [address] = await once(view.stdout, "data");
  const page = await browser.newPage({ viewport: { width: 1200, height: 640 }, reducedMotion: "reduce" });
  const take = async (/** @type {string} */ name) => {
    await page.waitForLoadState("networkidle").catch(() => {});
    await page.screenshot({ path: `${TARGET}/${name}.png` });
  };
  await page.goto(`${String(address).trim()}&forest`);
  await page.locator("#task-0 a").waitFor();
  await take("forest");
  await page
    .getByRole("checkbox", { name: /failed/ })
    .first()
    .check();
  await page.waitForURL(/status=failed/);
  await page.locator("#task-0 a").click();
  await page.getByRole("button", { name: /Go to the failure/ }).click();
  await page.getByRole("treegrid").waitFor();
  await take("task");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("navigation").getByRole("link", { name: "Failures", exact: true }).click();
  await page.locator("article").first().waitFor();
  await take("why");
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(`${page.url().split("#")[0]}#forest?chart=heatmap&apart=min%3D0.08`);
  await page.getByRole("region", { name: "What sets these tasks apart" }).getByRole("row").nth(1).waitFor();
  await take("explore");
} finally {
  await browser.close();
  view.kill("SIGTERM");
  await once(view, "exit");
}
