import { describe, expect, test } from "vitest";
import { Navigation } from "./index.js";

function navigation(fragment = "forest") {
  const written: string[] = [];
  return { navigation: new Navigation(fragment, (text, kind) => written.push(`${kind} ${text}`)), written };
}

describe("Navigation", () => {
  test("tells the address of steps, which back returns from, and of adjustments, which it does not", () => {
    const { navigation: here, written } = navigation();
    here.step({ view: "task", task: "t" });
    here.adjust({ at: "/2" });
    expect(written).toEqual(["step task?task=t", "adjustment task?task=t&at=%2F2"]);
  });

  test("follows the address without telling it of itself", () => {
    const { navigation: here, written } = navigation();
    here.arrive("#why");
    expect([here.state.value.view, written]).toEqual(["why", []]);
  });

  test("links to the page as it is, but for what changes", () => {
    const { navigation: here } = navigation("forest?text=spring");
    expect(here.href({ view: "why" })).toBe("#why?text=spring");
  });
});
