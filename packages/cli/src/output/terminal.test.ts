import { darkTheme, lightTheme, plainTheme } from "clew/render";
import { describe, expect, test } from "vitest";
import { chooseTheme, isLightBackground, screenWidth, usesColor } from "./terminal.js";

const screen = { isTTY: true, columns: 90 };
const file = {};

describe("usesColor(choice, screen, env)", () => {
  test("colours a screen, and nothing else", () => {
    expect(usesColor("auto", screen, {})).toBe(true);
    expect(usesColor("auto", file, {})).toBe(false);
    expect(usesColor("auto", screen, { TERM: "dumb" })).toBe(false);
  });

  test("honours NO_COLOR and FORCE_COLOR; the latter counts more", () => {
    expect(usesColor("auto", screen, { NO_COLOR: "1" })).toBe(false);
    expect(usesColor("auto", screen, { NO_COLOR: "" })).toBe(true);
    expect(usesColor("auto", file, { FORCE_COLOR: "1" })).toBe(true);
    expect(usesColor("auto", file, { FORCE_COLOR: "" })).toBe(true);
    expect(usesColor("auto", screen, { FORCE_COLOR: "0" })).toBe(false);
    expect(usesColor("auto", file, { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(true);
  });

  test("does as it is told before all else", () => {
    expect(usesColor("always", file, { NO_COLOR: "1" })).toBe(true);
    expect(usesColor("never", screen, { FORCE_COLOR: "1" })).toBe(false);
  });
});

describe("chooseTheme(color, choice, env)", () => {
  test("finds out from COLORFGBG whether the background is light", () => {
    for (const value of ["0;15", "0;7", "0;default;15", "12;9"])
      expect(isLightBackground({ COLORFGBG: value })).toBe(true);
    for (const value of ["15;0", "7;8", "15;default", "", "nonsense"]) {
      expect(isLightBackground({ COLORFGBG: value })).toBe(false);
    }
    expect(chooseTheme(true, "auto", { COLORFGBG: "0;15" })).toBe(lightTheme);
    expect(chooseTheme(true, "auto", {})).toBe(darkTheme);
  });

  test("takes the theme that is asked for, and none without colours", () => {
    expect(chooseTheme(true, "dark", { COLORFGBG: "0;15" })).toBe(darkTheme);
    expect(chooseTheme(false, "dark", {})).toBe(plainTheme);
  });
});

describe("screenWidth(screen)", () => {
  test("is that of the screen, and no limit elsewhere", () => {
    expect(screenWidth(screen)).toBe(90);
    expect(screenWidth({ isTTY: true, columns: 0 })).toBeUndefined();
    expect(screenWidth({ columns: 90 })).toBeUndefined();
  });
});
