import {
  type Action,
  addDestination,
  currentAction,
  logMessage,
  removeDestination,
  withAction,
  withFields,
  withTask,
} from "clew";
import { logAllTasks } from "clew/observe";
import { Cancelled, sleep, sleepForever, startScope, withScope } from "clew/scope";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";

type Line = Readonly<Record<string, unknown>>;

/** What a program logs on virtual time, with what it rejects with taken in. */
async function logOf(program: () => unknown): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const keep = (message: object) => void lines.push(message as Line);
  addDestination(keep);
  try {
    await withMockClock(async () => {
      await Promise.resolve(program()).catch(() => {});
    });
  } finally {
    await removeDestination(keep);
  }
  return lines;
}

/** A line's place, as `clew_cancelled_by` names it. */
function placeOf(line: Line): string {
  return `${String(line.task_uuid)}@/${(line.task_level as number[]).join("/")}`;
}

/** The start or the finish of the action of a type. */
function lineOf(lines: readonly Line[], type: string, status: string): Line {
  const line = lines.find((each) => each.action_type === type && each.action_status === status);
  if (line === undefined) throw new Error(`The log has no ${status} ${type}`);
  return line;
}

/** The first message of a type. */
function messageOf(lines: readonly Line[], type: string): Line {
  const line = lines.find((each) => each.message_type === type);
  if (line === undefined) throw new Error(`The log has no ${type}`);
  return line;
}

/** Where the action stands in which a line was logged. */
const actionLevel = (line: Line) => (line.task_level as number[]).slice(0, -1);

describe("a scope in the log", () => {
  test("is an action with its children, where an action is current", async () => {
    const lines = await logOf(() =>
      withTask("root", () =>
        withScope({ name: "house", fields: { doors: 2 } }, (scope) => {
          scope.spawn(() => sleep(1), { name: "guest", fields: { name: "Ada" } });
        }),
      ),
    );
    const scope = lineOf(lines, "house", "started");
    const child = lineOf(lines, "guest", "started");
    expect(scope).toMatchObject({ clew_kind: "scope", doors: 2, task_level: [2, 1] });
    expect(child).toMatchObject({ clew_kind: "child", name: "Ada", task_level: [2, 2, 1] });
    expect(child.clew_scope).toBe(`${String(scope.task_uuid)}@/2`);
    expect(lineOf(lines, "guest", "succeeded").task_level).toEqual([2, 2, 2]);
    expect(lineOf(lines, "house", "succeeded").task_level).toEqual([2, 3]);
  });

  test("says of a child that is not waited for that it is none to wait for", async () => {
    const lines = await logOf(() =>
      withTask("root", () =>
        withScope({ name: "house" }, (scope) => {
          scope.spawn(() => sleepForever(), { name: "clock", awaited: false });
          scope.spawn(() => sleep(1), { name: "guest" });
        }),
      ),
    );
    expect(lineOf(lines, "clock", "started")).toMatchObject({ clew_kind: "child", clew_awaited: false });
    expect(lineOf(lines, "clock", "failed")).toMatchObject({ clew_cancel_source: "end" });
    expect(lineOf(lines, "guest", "started")).not.toHaveProperty("clew_awaited");
  });

  test("says nothing where no action is current", async () => {
    const lines = await logOf(() => withScope((scope) => void scope.spawn(() => sleep(1))));
    expect(lines).toEqual([]);
  });

  test("is logged without an action where logged is true, or all tasks are; and not where it is false", async () => {
    const program = () => withScope({ name: "house" }, (scope) => void scope.spawn(() => sleep(1), { name: "guest" }));
    const types = (lines: readonly Line[]) => lines.map((line) => line.action_type);
    const stop = logAllTasks();
    try {
      expect(types(await logOf(program))).toEqual(["house", "guest", "guest", "house"]);
    } finally {
      stop();
    }
    expect(await logOf(program)).toEqual([]);
    const alone = () =>
      withScope({ name: "house", logged: true }, (scope) => void scope.spawn(() => 1, { name: "guest" }));
    expect(types(await logOf(alone))).toEqual(["house", "guest", "guest", "house"]);
    const silent = () =>
      withTask("root", () =>
        withScope({ logged: false }, (scope) => {
          scope.spawn(async () => {
            await sleep(2);
            logMessage("second");
          });
          scope.spawn(() => logMessage("first"));
        }),
      );
    expect((await logOf(silent)).map((line) => line.message_type ?? line.action_type)).toEqual([
      "root",
      "first",
      "second",
      "root",
    ]);
  });

  test("takes a child's number and writes its start at the spawn, before the child's function runs", async () => {
    const lines = await logOf(() =>
      withTask("root", () =>
        withScope(async (scope) => {
          scope.spawn(() => logMessage("in the child"), { name: "child" });
          logMessage("after the spawn");
        }),
      ),
    );
    const order = lines.map((line) => line.message_type ?? `${String(line.action_type)} ${String(line.action_status)}`);
    expect(order.slice(2, 5)).toEqual(["child started", "in the child", "after the spawn"]);
  });

  test("puts a child under the action that is current at its spawn, even if that one ends earlier", async () => {
    const lines = await logOf(() =>
      withTask("root", async () => {
        const scope = startScope({ name: "house" });
        await withAction("errand", () => void scope.spawn(() => sleep(5), { name: "guest" }));
        scope.finalize();
        await scope.join();
      }),
    );
    const guest = lineOf(lines, "guest", "started");
    expect(lineOf(lines, "errand", "started").task_level).toEqual([3, 1]);
    expect(guest.task_level).toEqual([3, 2, 1]);
    expect(guest.clew_scope).toMatch(/@\/2$/);
    const errandEnd = lines.indexOf(lineOf(lines, "errand", "succeeded"));
    expect(lines.indexOf(lineOf(lines, "guest", "succeeded"))).toBeGreaterThan(errandEnd);
  });

  test("puts a child that is spawned outside of every action under the scope's", async () => {
    const lines = await logOf(async () => {
      const { scope } = await withTask("root", async () => ({ scope: startScope({ name: "house" }) }));
      scope.spawn(() => currentAction()?.type, { name: "guest" });
      scope.finalize();
      await scope.join();
    });
    expect(lineOf(lines, "guest", "started").task_level).toEqual([2, 2, 1]);
  });

  test("gives a child the fields of its spawn", async () => {
    const lines = await logOf(() =>
      withScope(async (scope) => {
        withFields({ request: 7 }, () => {
          scope.spawn(async () => {
            await sleep(1);
            logMessage("said");
          });
        });
      }),
    );
    expect(messageOf(lines, "said").request).toBe(7);
  });
});

describe("a context of elsewhere that a function has entered by hand and left open", () => {
  const leaveOpen = (elsewhere: Action | undefined): Promise<string> => {
    elsewhere?.context();
    return Promise.resolve("own");
  };

  test("takes no outcome of a child with it", async () => {
    let value: unknown;
    await logOf(() =>
      withScope({ logged: true }, async (scope) => {
        const elsewhere = currentAction();
        value = await scope.spawn(() => leaveOpen(elsewhere), { logged: false });
      }),
    );
    expect(value).toBe("own");
  });

  test("takes no outcome of a body with it", async () => {
    const values: unknown[] = [];
    await logOf(async () => {
      const around = withScope({ logged: true }, async () => {
        const elsewhere = currentAction();
        values.push(await withScope({ logged: false }, () => leaveOpen(elsewhere)));
        return "around";
      });
      values.push(await around);
    });
    expect(values).toEqual(["own", "around"]);
  });
});

describe("a cancel in the log", () => {
  test("is a message where it was called, and the cause of what it cancelled", async () => {
    const lines = await logOf(() =>
      withTask("root", () =>
        withScope({ name: "house" }, async (scope) => {
          scope.spawn(() => withAction("plain", () => sleepForever()), { name: "guest" });
          scope.spawn(() =>
            withScope({ name: "room" }, (inner) => void inner.spawn(() => sleepForever(), { name: "bed" })),
          );
          await withAction("caller", () => scope.cancel());
        }),
      ),
    );
    const cancel = messageOf(lines, "clew:cancel");
    const by = placeOf(cancel);
    expect(actionLevel(cancel)).toEqual(actionLevel(lineOf(lines, "caller", "started")));
    const explicit = { clew_cancel_source: "explicit", clew_cancelled_by: by };
    const parent = { clew_cancel_source: "parent", clew_cancelled_by: by };
    expect(lineOf(lines, "guest", "failed")).toMatchObject(explicit);
    expect(lineOf(lines, "plain", "failed")).toMatchObject(explicit);
    expect(lineOf(lines, "bed", "failed")).toMatchObject(parent);
    expect(lineOf(lines, "room", "failed")).toMatchObject(parent);
    expect(lineOf(lines, "house", "succeeded")).toMatchObject(explicit);
    expect(lineOf(lines, "root", "succeeded").clew_cancel_source).toBe(undefined);
  });

  test("by a sibling names the sibling's finish, by the body the scope's action", async () => {
    const byChild = await logOf(() =>
      withTask("root", () =>
        withScope({ name: "house" }, (scope) => {
          scope.spawn(() => sleepForever(), { name: "victim" });
          scope.spawn(
            async () => {
              await sleep(1);
              throw new Error("first");
            },
            { name: "culprit" },
          );
        }),
      ),
    );
    expect(lineOf(byChild, "victim", "failed")).toMatchObject({
      clew_cancel_source: "sibling",
      clew_cancelled_by: placeOf(lineOf(byChild, "culprit", "failed")),
    });
    expect(lineOf(byChild, "house", "failed").clew_cancel_source).toBe(undefined);
    const byBody = await logOf(() =>
      withTask("root", () =>
        withScope({ name: "house" }, (scope) => {
          scope.spawn(() => sleepForever(), { name: "victim" });
          throw new Error("body");
        }),
      ),
    );
    const uuid = String(lineOf(byBody, "house", "started").task_uuid);
    expect(lineOf(byBody, "victim", "failed")).toMatchObject({
      clew_cancel_source: "sibling",
      clew_cancelled_by: `${uuid}@/2`,
    });
  });

  test("by a deadline is a message in the scope's action; the scope itself has timed out", async () => {
    const lines = await logOf(() =>
      withTask("root", () =>
        withScope(
          { name: "house", timeoutMs: 5 },
          (scope) => void scope.spawn(() => sleepForever(), { name: "guest" }),
        ),
      ),
    );
    const deadline = messageOf(lines, "clew:deadline");
    expect(actionLevel(deadline)).toEqual([2]);
    expect(lineOf(lines, "guest", "failed")).toMatchObject({
      clew_cancel_source: "deadline",
      clew_cancelled_by: placeOf(deadline),
    });
    const house = lineOf(lines, "house", "failed");
    expect(house.exception).toBe("TimeoutError");
    expect(house.clew_cancel_source).toBe(undefined);
  });

  test("by a signal, and by the end of the scope, say so", async () => {
    const controller = new AbortController();
    const lines = await logOf(() =>
      withTask("root", async () => {
        await withScope({ name: "quiet" }, (scope) => {
          scope.spawn(() => sleepForever(), { name: "background", awaited: false });
        });
        await withScope({ name: "house", signal: controller.signal }, async (scope) => {
          scope.spawn(() => sleepForever(), { name: "guest" });
          await sleep(1);
          controller.abort();
        });
      }),
    );
    expect(lineOf(lines, "background", "failed").clew_cancel_source).toBe("end");
    expect(lineOf(lines, "guest", "failed").clew_cancel_source).toBe("signal");
    expect(lineOf(lines, "house", "failed")).toMatchObject({ clew_cancel_source: "signal", exception: "Cancelled" });
  });

  test("that is ignored, or not waited for, names the child that was let go", async () => {
    const lines = await logOf(() =>
      withTask("root", () =>
        withScope({ name: "house" }, (scope) => {
          scope.spawn(() => new Promise(() => {}), { name: "deaf" });
          scope.spawn(() => new Promise(() => {}), { name: "left", abandonOnCancel: true });
          scope.cancel();
        }),
      ),
    );
    const abandoned = lines.filter((line) => line.message_type === "clew:abandoned").map((line) => line.child);
    const uuid = String(lines[0]?.task_uuid);
    expect(abandoned).toEqual([`${uuid}@/2/3`, `${uuid}@/2/2`]);
    expect(lineOf(lines, "deaf", "failed").exception).toBe("CancelIgnoredError");
    expect(lineOf(lines, "left", "failed").exception).toBe("Cancelled");
    expect(lineOf(lines, "house", "failed").exception).toBe("CancelIgnoredError");
  });

  test("tells the same to the program: source and by of the Cancelled", async () => {
    let caught: unknown;
    const lines = await logOf(() =>
      withTask("root", () =>
        withScope((scope) => {
          scope.spawn(async () => {
            try {
              await sleepForever();
            } catch (error) {
              caught = error;
            }
          });
          scope.cancel();
        }),
      ),
    );
    expect(caught).toBeInstanceOf(Cancelled);
    expect(caught).toMatchObject({ source: "explicit", by: placeOf(messageOf(lines, "clew:cancel")) });
  });
});
