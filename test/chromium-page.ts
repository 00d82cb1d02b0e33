import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";

/** Why there is no Chromium to test in, and the way out; undefined where there is one. */
export const missingChromium = existsSync(CHROMIUM)
  ? undefined
  : `${CHROMIUM} is missing; install it with apt-get install chromium`;

const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const PAGE = '<!doctype html><title>clew</title><button>x</button><script type="module" src="main.js"></script>';

// As strict as pages are: no code from strings, which compiled writers do without then.
const POLICY = "default-src 'self'";

/** Chromium, with a profile of its own that is gone when it is closed; and without scripts, for pages that say something then too. */
export async function launchChromium({ javaScriptEnabled = true } = {}): Promise<{
  context: BrowserContext;
  close: () => Promise<void>;
}> {
  const profile = mkdtempSync(join(tmpdir(), "clew-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: ARGS,
    javaScriptEnabled,
  });
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { context, close };
}

/** A page in Chromium, and the address on loopback that serves it the program. */
export async function openPage(code: string): Promise<{ page: Page; url: string; close: () => Promise<void> }> {
  const server = createServer(({ url }, response) => {
    const [type, body] = url === "/main.js" ? ["text/javascript", code] : ["text/html", PAGE];
    response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "content-security-policy": POLICY }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { context, close } = await launchChromium();
  const page = context.pages()[0] ?? (await context.newPage());
  const closeAll = async () => {
    await close();
    server.close();
  };
  return { page, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: closeAll };
}
