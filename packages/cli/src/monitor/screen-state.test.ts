import type { Key } from "node:readline";
import { describe, expect, test } from "vitest";
import { child, greeting, lookAt, scope } from "./look-for-tests.js";
import { screenLines } from "./screen-lines.js";
import { firstState, press, type ScreenState } from "./screen-state.js";

const members = [scope(1, "shop"), child(2, "prices"), child(3, "orders")];
const named = (name: string): Key => ({
  name,
  sequence: name.length === 1 ? name : "",
  ctrl: false,
  meta: false,
  shift: false,
});
const signed = (sequence: string): Key => ({ sequence, ctrl: false, meta: false, shift: false });

/** The first screen after a series of keys. */
function after(keys: readonly Key[]): { state: ScreenState; acts: readonly unknown[] } {
  let state = firstState({ sort: "tree" });
  const acts: unknown[] = [];
  for (const key of keys) {
    const pressed = press(state, key, members, 10);
    state = pressed.state;
    if (pressed.act !== undefined) acts.push(pressed.act);
  }
  return { state, acts };
}

describe("press(state, key)", () => {
  test("selects up and down, and stops at the ends", () => {
    expect(after([named("j")]).state.selected).toBe(2);
    expect(after([named("down"), named("j"), named("j"), named("j")]).state.selected).toBe(3);
    expect(after([named("end"), named("k")]).state.selected).toBe(2);
    expect(after([named("pagedown"), named("pageup"), named("up")]).state.selected).toBe(1);
  });

  test("cancels only what a y confirms", () => {
    const asked = after([named("j"), named("c")]);
    expect(asked.state.prompt).toEqual({ kind: "cancel", id: 2 });
    expect(asked.acts).toEqual([]);
    expect(after([named("j"), named("c"), named("y")]).acts).toEqual([{ do: "cancel", id: 2 }]);
    for (const other of ["n", "return", "q", "c"]) {
      const { acts, state } = after([named("j"), named("c"), named(other)]);
      expect([acts, state.prompt, state.message]).toEqual([[], undefined, "Nothing was cancelled."]);
    }
  });

  test("filters while one types; Enter keeps it, Escape takes it away", () => {
    const typed = [signed("/"), named("q"), named("x"), named("backspace"), signed("ü")];
    expect(after(typed).state.how).toEqual({ sort: "tree", filter: "qü" });
    expect(after([...typed, named("return")]).state).toMatchObject({ how: { filter: "qü" } });
    expect(after([...typed, named("return")]).state.prompt).toBe(undefined);
    expect(after([...typed, named("escape")]).state.how).toEqual({ sort: "tree" });
    expect(after([signed("/"), signed("\u001b[31m")]).state.how).toEqual({ sort: "tree" });
  });

  test("sorts by the next column, the other way round, and stands still", () => {
    expect(after([named("s"), named("r"), named("p")]).state).toMatchObject({
      how: { sort: "age", isReversed: true },
      isPaused: true,
    });
  });

  test("asks where, follows, helps, goes back, and leaves", () => {
    expect(after([named("j"), named("w")]).acts).toEqual([{ do: "where", id: 2 }]);
    expect(after([named("f")]).state.view).toBe("events");
    expect(after([named("f"), named("f")]).state.view).toBe("members");
    expect(after([signed("?")]).state.view).toBe("help");
    expect(after([signed("?"), named("q")])).toMatchObject({ state: { view: "members" }, acts: [] });
    expect(after([named("q")]).acts).toEqual([{ do: "quit" }]);
    expect(after([signed("/"), { ...named("c"), ctrl: true }]).acts).toEqual([{ do: "quit" }]);
  });
});

describe("screenLines(content, state, size)", () => {
  const content = { greeting, look: lookAt(members), events: [], place: [] };
  const size = { rows: 12, columns: 60 };

  test("fills the screen and no more, whatever lives", () => {
    const many = Array.from({ length: 500 }, (_, i) => child(i + 2, `worker-${i}`, { isUnawaited: true }));
    for (const rows of [1, 3, 6, 12, 50]) {
      for (const columns of [10, 60, 200]) {
        const lines = screenLines(
          { ...content, look: lookAt([scope(1, "shop"), ...many]) },
          firstState({ sort: "tree" }),
          { rows, columns },
          {},
        );
        expect(lines.length).toBe(rows);
        for (const line of lines)
          expect(line.replace("\u001b[7m", "").replace("\u001b[0m", "").length).toBeLessThanOrEqual(columns);
      }
    }
  });

  test("keeps the selected member in sight, and shows it in inverse", () => {
    const many = Array.from({ length: 100 }, (_, i) => child(i + 2, `worker-${i}`));
    const state = { ...firstState({ sort: "tree" }), selected: 91 };
    const lines = screenLines({ ...content, look: lookAt([scope(1, "shop"), ...many]) }, state, size, {});
    expect(lines.find((line) => line.startsWith("\u001b[7m"))).toContain("worker-89");
  });

  test("asks before it cancels, and tells the keys else", () => {
    const foot = (more: Partial<ScreenState>) =>
      screenLines(content, { ...firstState({ sort: "tree" }), ...more }, size, {}).at(-1);
    expect(foot({ prompt: { kind: "cancel", id: 3 } })).toBe("Cancel the child orders (3)? y or n");
    expect(foot({})).toContain("q leave");
    expect(foot({ message: "orders (3) is cancelled." })).toBe("orders (3) is cancelled.");
  });
});
