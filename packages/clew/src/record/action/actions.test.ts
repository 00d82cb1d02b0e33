import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Action,
  addDestination,
  currentAction,
  detached,
  logMessage,
  type Message,
  removeDestination,
  startAction,
  startTask,
  withAction,
  withTask,
} from "../../index.node.js";

let messages: Message[] = [];
const collect = (message: Message) => {
  messages.push(message);
};
beforeEach(() => {
  messages = [];
  addDestination(collect);
});
afterEach(() => removeDestination(collect));

/** What was logged, as `place type status`. */
function story(): string[] {
  return messages.map(({ task_level, action_type, action_status, message_type }) =>
    [`/${task_level.join("/")}`, action_type ?? message_type, action_status].filter(Boolean).join(" "),
  );
}

/** Query builders and the like are no promises, and are waited for all the same. */
const THEN = "then";
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("withAction(type, fields?, options?, body)", () => {
  test("logs the start before the body and the end after it, and gives what the body gives", () => {
    const result = withAction("add", { a: 1 }, () => {
      expect(story()).toEqual(["/1 add started"]);
      return 3;
    });
    expect(result).toBe(3);
    expect(messages).toMatchObject([
      { action_type: "add", action_status: "started", a: 1, task_level: [1] },
      { action_type: "add", action_status: "succeeded", task_level: [2], clew_duration: expect.any(Number) },
    ]);
    expect(messages[1]).not.toHaveProperty("a");
  });

  test("stays synchronous with a synchronous body, and waits for an asynchronous one or a thenable", async () => {
    expect(withAction("sync", () => 1)).toBe(1);
    const later = withAction("async", async () => {
      await turn();
      return 2;
    });
    expect(story().at(-1)).toBe("/1 async started");
    await expect(later).resolves.toBe(2);
    expect(story().at(-1)).toBe("/2 async succeeded");
    const thenable = Object.assign(Object.create(null), { [THEN]: (resolve: (value: number) => void) => resolve(3) });
    await expect(withAction("thenable", () => thenable as PromiseLike<number>)).resolves.toBe(3);
    expect(story().at(-1)).toBe("/2 thenable succeeded");
  });

  test("numbers what happens in it with one counter, and children one level deeper", () => {
    withAction("outer", () => {
      logMessage("before");
      withAction("inner", () => logMessage("inside"));
      withAction("second", () => {});
      logMessage("after");
    });
    expect(story()).toEqual([
      "/1 outer started",
      "/2 before",
      "/3/1 inner started",
      "/3/2 inside",
      "/3/3 inner succeeded",
      "/4/1 second started",
      "/4/2 second succeeded",
      "/5 after",
      "/6 outer succeeded",
    ]);
    expect(new Set(messages.map(({ task_uuid }) => task_uuid)).size).toBe(1);
  });

  test("keeps concurrent bodies apart across their awaits", async () => {
    const work = (name: string) =>
      withAction(name, async () => {
        for (let i = 0; i < 3; i++) {
          await turn();
          logMessage(`of ${name}`);
          expect(currentAction()?.type).toBe(name);
        }
      });
    await Promise.all(["a", "b", "c"].map(work));
    for (const name of ["a", "b", "c"]) {
      const uuid = messages.find(({ action_type }) => action_type === name)?.task_uuid;
      const own = messages.filter(({ task_uuid }) => task_uuid === uuid);
      expect(own.map(({ task_level, message_type }) => [task_level, message_type])).toEqual([
        [[1], undefined],
        [[2], `of ${name}`],
        [[3], `of ${name}`],
        [[4], `of ${name}`],
        [[5], undefined],
      ]);
    }
  });

  test("passes what the body throws or rejects with untouched, whatever it is", async () => {
    for (const thrown of [new RangeError("far"), "a string", undefined, null, 0, { code: 7 }]) {
      let caught: unknown = "nothing";
      try {
        withAction("throws", () => {
          throw thrown;
        });
      } catch (error) {
        caught = error;
      }
      expect(caught).toBe(thrown);
      const rejected = withAction("rejects", async () => {
        throw thrown;
      });
      await rejected.then(
        () => expect.unreachable(),
        (error) => expect(error).toBe(thrown),
      );
    }
    const ends = messages.filter(({ action_status }) => action_status !== "started");
    expect(ends).toHaveLength(12);
    expect(ends.every(({ action_status, reason }) => action_status === "failed" && reason !== "")).toBe(true);
  });

  test("lets a child start, log and finish after its parent, in the one tree", async () => {
    let child: Promise<void> | undefined;
    withAction("parent", () => {
      child = withAction("late", async () => {
        await turn();
        logMessage("afterwards");
      });
    });
    await child;
    expect(story()).toEqual([
      "/1 parent started",
      "/2/1 late started",
      "/3 parent succeeded",
      "/2/2 afterwards",
      "/2/3 late succeeded",
    ]);
  });

  test("follows from what caused it, told by action, by id, or by several", () => {
    const cause = startTask("cause");
    withAction("effect", {}, { followsFrom: cause }, () => {});
    withAction("effect", {}, { followsFrom: [cause, "other@/3"] }, () => {});
    const starts = messages.filter(
      ({ action_type, action_status }) => action_type === "effect" && action_status === "started",
    );
    expect(starts.map(({ clew_follows_from }) => clew_follows_from)).toEqual([
      [cause.taskId],
      [cause.taskId, "other@/3"],
    ]);
  });

  test("stands under options.parent, where no context is carried", () => {
    const parent = startTask("parent");
    withAction("elsewhere", () => withAction("child", {}, { parent }, (child) => expect(child.taskLevel).toEqual([2])));
    expect(messages.find(({ action_type }) => action_type === "child")).toMatchObject({
      task_uuid: parent.taskUuid,
      task_level: [2, 1],
    });
  });

  test("says what is wrong where there is no body", () => {
    expect(() => (withAction as unknown as (type: string, fields: object) => void)("x", { a: 1 })).toThrow(
      /^Cannot run withAction\("x", …\): its last argument must be the function to run, and is object; .*startAction$/,
    );
    expect(messages).toEqual([]);
  });
});

describe("withTask(type, fields?, options?, body)", () => {
  test("is a task of its own whatever is current, and current in its body", () => {
    withAction("outer", (outer) => {
      withTask("own", { a: 1 }, (task) => {
        expect(currentAction()).toBe(task);
        expect(task.taskUuid).not.toBe(outer.taskUuid);
        expect(task.taskLevel).toEqual([]);
      });
      expect(currentAction()).toBe(outer);
    });
    expect(story()).toEqual(["/1 outer started", "/1 own started", "/2 own succeeded", "/2 outer succeeded"]);
  });
});

describe("startAction(type, fields?, options?)", () => {
  test("is not current, and ends once, when the caller says so", () => {
    const action = startAction("upload", { file: "a" });
    expect(currentAction()).toBeUndefined();
    action.log("progress", { percent: 50 });
    action.addSuccessFields({ bytes: 1 });
    action.addSuccessFields({ bytes: 2, kind: "text" });
    action.finish();
    action.finish();
    action.finish(new Error("too late"));
    action[Symbol.dispose]();
    expect(story()).toEqual(["/1 upload started", "/2 progress", "/3 upload succeeded"]);
    expect(messages[2]).toMatchObject({ bytes: 2, kind: "text" });
  });

  test("adds fields to the finish whatever the outcome, and success fields only to a success", () => {
    for (const error of [undefined, new Error("no")]) {
      const action = startAction("job");
      action.addFields({ worker: 7, shared: "any" });
      action.addSuccessFields({ rows: 1, shared: "success" });
      action.finish(error);
    }
    const [success, failure] = messages.filter(({ action_status }) => action_status !== "started");
    expect(success).toMatchObject({ action_status: "succeeded", worker: 7, rows: 1, shared: "success" });
    expect(failure).toMatchObject({ action_status: "failed", worker: 7, shared: "any", reason: "no" });
    expect(failure).not.toHaveProperty("rows");
  });

  test("logs after its finish too, with higher numbers", () => {
    const action = startAction("job");
    action.finish();
    action.log("late");
    expect(story()).toEqual(["/1 job started", "/2 job succeeded", "/3 late"]);
  });

  test("is logged as failed, clew:Unfinished, where it is disposed unfinished", () => {
    startAction("left")[Symbol.dispose]();
    expect(messages[1]).toMatchObject({ action_status: "failed", exception: "clew:Unfinished" });
    expect(messages[1]?.reason).toContain('Action "left" was disposed before finish() was called');
  });
});

describe("an Action", () => {
  test("names itself without taking a number, and takes one for each place that it hands out", () => {
    withTask("root", (root) => {
      expect(root.taskId).toBe(`${root.taskUuid}@/`);
      const child = startAction("child");
      expect(child.taskLevel).toEqual([2]);
      expect(child.taskId).toBe(`${root.taskUuid}@/2`);
      expect(child.serializeTaskId()).toBe(`${root.taskUuid}@/2/2`);
      child.log("between");
      expect(child.serializeTaskId()).toBe(`${root.taskUuid}@/2/4`);
      child.finish();
    });
    expect(story()).toContain("/2/3 between");
    expect(messages.find(({ task_level }) => task_level.join() === "2,5")).toMatchObject({ clew_handed_out: [2, 4] });
  });

  test("takes its numbers while nobody listens too, so that a reader sees what is missing", () => {
    const action = startAction("work");
    removeDestination(collect);
    action.log("unheard");
    action.run(() => withAction("unheard too", () => {}));
    addDestination(collect);
    action.finish();
    expect(story()).toEqual(["/1 work started", "/4 work succeeded"]);
  });

  test("is current for run(fn), sync or async, and for every call of wrap(fn)", async () => {
    const action = startAction("connection");
    expect(action.run((a: number, b: number) => a + b, 1, 2)).toBe(3);
    await action.run(async () => {
      await turn();
      expect(currentAction()).toBe(action);
    });
    const handler = action.wrap((name: string) => logMessage(name));
    setImmediate(handler, "first");
    handler("second");
    await turn();
    expect(currentAction()).toBeUndefined();
    expect(story()).toEqual(["/1 connection started", "/2 second", "/3 first"]);
  });
});

describe("action.context()", () => {
  const leaving = (action: Action, body: () => void) => {
    const context = action.context();
    try {
      body();
    } finally {
      context[Symbol.dispose]();
    }
  };

  test("makes the action current until it is disposed", () => {
    const outer = startTask("outer");
    const inner = startTask("inner");
    leaving(outer, () => {
      leaving(inner, () => expect(currentAction()).toBe(inner));
      expect(currentAction()).toBe(outer);
    });
    expect(currentAction()).toBeUndefined();
  });

  test("is closed at the end of its stretch where it was left open, and says so once", async () => {
    const action = startTask("forgetful");
    let later: Promise<Action | undefined> | undefined;
    const body = () => {
      action.context();
      logMessage("inside");
      later = turn().then(() => currentAction());
    };
    body();
    expect(await later).toBeUndefined();
    expect(currentAction()).toBeUndefined();
    expect(story()).toEqual(["/1 forgetful started", "/2 inside", "/3 clew:context_left_open"]);
    expect(messages[2]?.reason).toContain("use action.run(fn)");
  });
});

describe("detached(fn)", () => {
  test("runs in no action, across its awaits, and leaves what is current around it", async () => {
    await withAction("first request", async () => {
      const connected = detached(async (host: string) => {
        await turn();
        logMessage("connected", { host });
        return host;
      }, "db");
      expect(await connected).toBe("db");
      expect(currentAction()?.type).toBe("first request");
    });
    expect(story()).toEqual(["/1 first request started", "/1 connected", "/2 first request succeeded"]);
    expect(messages[1]).toMatchObject({ host: "db" });
  });
});
