// A page in Chromium of which everything is heard that must not happen: a request to anywhere but its own server, an
// error that nobody caught, a breach of its policy, a dialog.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { BrowserContext, Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface WatchedPage {
  readonly page: Page;
  /** What happened that must not. */
  readonly troubles: string[];
}

/** Opens a page; whatever it asks of others than `own` is refused, and remembered. */
export async function watchedPage(context: BrowserContext, own: string): Promise<WatchedPage> {
  const page = await context.newPage();
  const troubles: string[] = [];
  await page.route("**/*", (route) => {
    const address = route.request().url();
    if (address.startsWith(own) || address.startsWith("data:") || address.startsWith("blob:")) return route.continue();
    troubles.push(`asked for ${address}`);
    return route.abort();
  });
  page.on("pageerror", ({ message }) => troubles.push(`an error that nobody caught: ${message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") troubles.push(`on the console: ${message.text()}`);
  });
  page.on("dialog", (dialog) => {
    troubles.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", () => troubles.push("another window"));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      const { violatedDirective, blockedURI } = event as unknown as Record<string, string>;
      console.error(`policy: ${violatedDirective} ${blockedURI}`);
    });
  });
  return { page, troubles };
}

/** What axe finds in a page that keeps people out: each as its rule and the first elements. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate("axe.run()")) as {
    readonly violations: readonly {
      readonly id: string;
      readonly impact: string;
      readonly help: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  };
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 160))
          .join(" | ")}`,
    );
}

declare const addEventListener: (type: string, listener: (event: object) => void) => void;
