import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const CSS = readFileSync(new URL("tokens.css", import.meta.url), "utf8");

/** The colours of each block of the style sheet, by name. */
const THEMES = CSS.split(/color-scheme: \w+;/)
  .slice(1)
  .map((block) =>
    Object.fromEntries([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex])),
  );

function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast of two colours, as WCAG 2 counts it. */
function contrast(x = "", y = ""): number {
  const [less = 0, more = 0] = [luminance(x), luminance(y)].sort((a, b) => a - b);
  return (more + 0.05) / (less + 0.05);
}

describe("the colours of the page", () => {
  it("are those of light, of the system's dark and of the chosen dark", () => {
    expect(THEMES.map(({ bar }) => bar)).toHaveLength(3);
    expect(THEMES[1]).toEqual(THEMES[2]);
  });

  it.each(THEMES.map((theme, i) => [i, theme] as const))(
    "let bars stand out from every ground by 3 : 1, and names be read on them (%i)",
    (_, theme) => {
      for (const bar of ["bar", "failed-bar"]) {
        for (const ground of ["paper", "surface", "sunk"]) {
          expect(contrast(theme[bar], theme[ground]), `${bar} on ${ground}`).toBeGreaterThanOrEqual(3);
        }
        expect(contrast(theme[bar], theme.ink), `ink on ${bar}`).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(theme["bar-tint"], theme.soft), "quiet text on a tint").toBeGreaterThanOrEqual(4.5);
    },
  );
});
