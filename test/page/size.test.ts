import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

const dist = fileURLToPath(new URL("../../packages/cli/dist/page/", import.meta.url));
const read = (name: string) => readFileSync(`${dist}${name}`, "utf8");

/** What a browser loads, gzipped. It is some 125 kB; an exported page carries it each time. */
const MOST_BYTES = 140_000;

describe("the built page", () => {
  test("is one document, one script and one style sheet", () => {
    expect(readdirSync(dist).sort()).toEqual(["index.html", "page.css", "page.js"]);
  });

  test(`is under ${MOST_BYTES} bytes when it is gzipped`, () => {
    const sizes = readdirSync(dist).map((name) => gzipSync(read(name)).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });

  test("names no other host, and makes no code and no document of texts", () => {
    const all = readdirSync(dist).map(read).join("\n");
    const hosts = new Set([...all.matchAll(/https?:\/\/[\w.-]+/g)].map(([address]) => address));
    // The name of a format is written like an address; nothing is asked there.
    expect([...hosts].sort()).toEqual(["http://www.w3.org"]);
    expect(read("page.js")).not.toMatch(/\beval\(|new Function\(|document\.write|insertAdjacentHTML/);
    expect(read("page.css")).not.toMatch(/@import|url\(/);
  });

  test("has no style and no script in its document, which its policy would refuse", () => {
    expect(read("index.html")).not.toMatch(/\sstyle=|<style|\son\w+=|<script>(?!<)/);
  });
});
