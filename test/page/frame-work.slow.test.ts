import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { EMBEDDED_LOG_ID, elementTextOf } from "@clew/viewer/model";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missingChromium } from "../chromium-page.js";
import { measureFrameWork } from "./frame-work.js";

const NODES = 100_000;
const MOST_MS = 8;
/** Some two rows: as fast as anybody reads who scrolls. */
const SCROLLED_PX = 60;

const page = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../packages/viewer/dist/${name}`, import.meta.url)));

/** A task of 100,000 actions and messages: batches of ten, each with queries and notes in it. */
function bigTask(): string {
  const lines: string[] = [];
  const write = (level: readonly number[], timestamp: number, fields: Readonly<Record<string, unknown>>) =>
    lines.push(JSON.stringify({ task_uuid: "big", task_level: level, timestamp, ...fields }));
  const started = (action_type: string) => ({ action_type, action_status: "started" });
  const ended = (action_type: string, failed = false) =>
    failed
      ? { action_type, action_status: "failed", exception: "ValueError", reason: "bad row" }
      : { action_type, action_status: "succeeded" };
  write([1], 0, started("import"));
  for (let batch = 0; batch < NODES / 20; batch++) {
    const at = [batch + 2];
    write([...at, 1], batch, started("batch"));
    for (let query = 0; query < 9; query++) {
      const time = batch + query / 10;
      write([...at, query + 2, 1], time, started("query"));
      write([...at, query + 2, 2], time + 0.01, { message_type: "row", key: batch * 9 + query });
      write([...at, query + 2, 3], time + 0.05, ended("query", batch % 50 === 7 && query === 4));
    }
    write([...at, 11], batch + 0.9, { message_type: "note" });
    write([...at, 12], batch + 0.95, ended("batch"));
  }
  write([NODES / 20 + 2], NODES / 20, ended("import"));
  return lines.join("\n");
}

describe.skipIf(missingChromium !== undefined)("a task of 100,000 nodes", () => {
  let browser: Browser;
  let task: Page;
  const log = `<script type="application/json" id="${EMBEDDED_LOG_ID}">${elementTextOf({ name: "big.log", text: bigTask() })}</script>`;
  const server = createServer(({ url }, response) => {
    const name = url === "/" ? "index.html" : (url ?? "").slice(1);
    const type = { html: "text/html", js: "text/javascript", css: "text/css" }[name.split(".")[1] ?? ""];
    if (type === undefined || name.includes("/")) response.writeHead(404).end();
    else if (name !== "index.html") response.writeHead(200, { "content-type": type }).end(page(name));
    else
      response.writeHead(200, { "content-type": type }).end(
        page(name)
          .toString()
          .replace("<noscript>", () => `${log}<noscript>`),
      );
  });

  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
    task = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await task.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/#task?task=big`);
    await task.waitForSelector(".timeline-tile canvas");
    await task.mouse.move(1000, 500);
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  const inFrames = (count: number, step: (i: number) => Promise<void>) =>
    measureFrameWork(task, async () => {
      for (let i = 0; i < count; i++) {
        await step(i);
        await task.evaluate("new Promise((drawn) => requestAnimationFrame(drawn))");
      }
    });

  test("is scrolled in frames that leave the page time", async () => {
    const { p95, frames } = await inFrames(80, () => task.mouse.wheel(0, SCROLLED_PX));
    expect(frames.length).toBeGreaterThan(60);
    expect(p95).toBeLessThanOrEqual(MOST_MS);
  });

  test("is zoomed in frames that leave the page time", async () => {
    await task.keyboard.down("Control");
    const { p95, frames } = await inFrames(80, (i) => task.mouse.wheel(0, i < 40 ? -40 : 40));
    await task.keyboard.up("Control");
    expect(frames.length).toBeGreaterThan(60);
    expect(p95).toBeLessThanOrEqual(MOST_MS);
  });
});
