import { logScopeLifecycle } from "clew/observe";
import { sleep, sleepForever, startScope, withScope } from "clew/scope";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";

/** What a program's steps are told as, on virtual time. The numbers are of this process. */
async function told(program: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const keep = (level: string) => (line: string) => void lines.push(`${level} ${line.replace(/~\d+/g, "~")}`);
  const stop = logScopeLifecycle({
    debug: keep("debug"),
    info: keep("info"),
    warn: keep("warn"),
    error: keep("error"),
  });
  await withMockClock(async () => {
    await program().catch(() => {});
  });
  stop();
  return lines;
}

describe("logScopeLifecycle(logger)", () => {
  test("writes every step of scopes and children, and who cancelled whom for what", async () => {
    const lines = await told(() =>
      withScope({ name: "shop" }, async (shop) => {
        shop.timeoutMs = 2_500;
        const prices = shop.spawn(() => sleepForever(), { name: "prices", bubble: false });
        shop.spawn(() => withScope({ name: "inner" }, () => prices.cancel(new Error("too\u001b slow"))), {
          name: "watcher",
        });
        await sleep(1);
        shop.spawn(() => Promise.reject(new RangeError("no stock")), { name: "stock" });
      }),
    );
    expect(lines).toEqual([
      "debug Scope(~, shop): opened",
      "debug Scope(~, shop): deadline set to 2.5 s from now",
      "debug Child(~, prices): spawned in Scope(~, shop)",
      "debug Child(~, watcher): spawned in Scope(~, shop)",
      "debug Scope(~, inner): opened in Child(~, watcher)",
      "debug Child(~, prices): cancelled (explicit, from Scope(~, inner)): Error: too\\u{1b} slow",
      "debug Child(~, prices): cancelled",
      "debug Scope(~, inner): succeeded",
      "debug Child(~, watcher): succeeded",
      "debug Child(~, stock): spawned in Scope(~, shop)",
      "debug Scope(~, shop): cancelled (sibling): RangeError: no stock",
      "debug Child(~, stock): failed: RangeError: no stock",
      "debug Scope(~, shop): failed: RangeError: no stock",
    ]);
  });

  test("says louder what traio says louder", async () => {
    const lines = await told(async () => {
      const scope = startScope({ name: "late", timeoutMs: 5, cancelTimeoutMs: 5 });
      scope.spawn(() => new Promise(() => {}), { name: "deaf" });
      scope.spawn(
        async () => {
          await sleepForever().catch(() => {});
          throw new Error("in cleanup");
        },
        { name: "clumsy" },
      );
      await scope.join();
    });
    expect(lines).toContain("debug Child(~, deaf): cancelled with its scope");
    expect(
      lines
        .filter((line) => !line.startsWith("debug"))
        .map((line) => line.replace(/, and was cancelled.*| \(\(\) =>.*/, "")),
    ).toEqual([
      "info Scope(~, late): cancelled (deadline): TimeoutError: The scope late did not end within 5 ms",
      "warn Child(~, clumsy): an error that nobody received: Error: in cleanup",
      "error Child(~, deaf): ignored its cancel",
      "warn Child(~, deaf): an error that nobody received: CancelIgnoredError: The child deaf",
    ]);
  });

  test("writes debug lines only where the logger has nothing else, and nothing when it is switched off", async () => {
    const lines: string[] = [];
    const stop = logScopeLifecycle({ debug: (line) => lines.push(line) });
    await withScope({ name: "late", timeoutMs: 0 }, () => sleepForever()).catch(() => {});
    expect(lines).toHaveLength(3);
    stop();
    await withScope({ name: "unseen" }, () => {});
    expect(lines).toHaveLength(3);
  });
});
