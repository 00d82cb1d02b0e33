// A page of `clew view` in Chromium, for what is measured of it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const CLEW = fileURLToPath(new URL("../../packages/cli/bin/clew.js", import.meta.url));
const CHROMIUM = "/usr/bin/chromium";

/**
 * Serves a log, and gives the figures that are measured of its page. Without Chromium there are none, which in CI is an
 * error.
 *
 * @param {string} log
 * @param {(browser: import("playwright-core").Browser, address: string) => AsyncIterable<import("./run.mjs").Figure>} measure
 */
export async function* withView(log, measure) {
  if (!existsSync(CHROMIUM)) {
    if (process.env.CI !== undefined) throw new Error(`${CHROMIUM} is missing`);
    console.log(`V1   not measured: ${CHROMIUM} is missing; install it with apt-get install chromium`);
    return;
  }
  const view = spawn(process.execPath, [CLEW, "view", "--no-open", log], { stdio: ["ignore", "pipe", "inherit"] });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const [line] = await once(view.stdout, "data");
    yield* measure(browser, String(line).trim());
  } finally {
    await browser.close();
    view.kill("SIGTERM");
    await once(view, "exit");
  }
}
