import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const glossary = readFileSync(new URL("../docs/glossary.md", import.meta.url), "utf8");
const words = [...glossary.matchAll(/^\| (\*\*.*?) +\|/gm)].map(([, word = ""]) => word.replaceAll("*", ""));

test("the glossary has each word once, in the order of the alphabet", () => {
  expect(words.length).toBeGreaterThan(50);
  expect(words).toEqual([...new Set(words)].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
});

test("no explanation of the glossary begins with a question word", () => {
  expect(glossary.match(/^\| \*\*.*?\| (what|how|whether|where|who|when)\b.*/gm) ?? []).toEqual([]);
});
