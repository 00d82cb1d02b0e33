import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import type { MonitorCancel, MonitorEvent, MonitorLook, MonitorPlace } from "clew/observe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lookUntil, RuntimeFolder } from "./running-program.js";

let folder: RuntimeFolder;
beforeEach(() => {
  folder = new RuntimeFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const look = { do: "look" } as const;

describe("startMonitor()", { timeout: 30_000 }, () => {
  test("listens where only its user may come, and leaves nothing behind", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    expect(statSync(program.address).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder.path, "clew")).mode & 0o777).toBe(0o700);
    program.tell({ do: "end" });
    expect(await program.ended).toEqual({ code: 0, stderr: "" });
    expect(existsSync(program.address)).toBe(false);
  });

  test("shows who lives in what, how it stands, since when, and what it waits for", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const { members, total, source, loop } = await (await program.attach()).ask<MonitorLook>(look);
    expect(members.map(({ id, kind, name, parent, state }) => [id, kind, name, parent, state])).toEqual([
      [1, "scope", "house", 0, "open"],
      [2, "child", "guest", 1, "running"],
      [3, "child", "host", 1, "running"],
      [4, "scope", "kitchen", 3, "joining"],
      [5, "child", "cook", 4, "running"],
    ]);
    const [house, guest, , kitchen, cook] = members;
    expect(guest?.waitsFor).toEqual([{ for: "cancel" }]);
    expect(kitchen?.waitsFor).toEqual([{ for: "children" }]);
    expect(cook?.waitsFor).toMatchObject([{ for: "time", leftMs: expect.any(Number) }]);
    expect(guest?.spawnSite).toMatch(/house\.mjs:\d+:\d+/);
    expect(house).toMatchObject({ spawned: 2, ended: 0 });
    expect(house?.deadlineInMs).toBeGreaterThan(0);
    for (const { ageMs } of members) expect(ageMs).toBeGreaterThan(0);
    expect({ total, source }).toEqual({ total: 5, source: "program" });
    expect(loop.delayMs).toBeGreaterThan(0);
  });

  test("sends no more than was asked for, and counts the others", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const { members, total } = await (await program.attach()).ask<MonitorLook>({ do: "look", most: 2 });
    expect([members.map(({ name }) => name), total]).toEqual([["house", "guest"], 5]);
  });

  test.each(["busy", "atomics", "starving"])(
    "names the child that holds the event loop, and its line: %s",
    async (how) => {
      const program = folder.start("house.mjs");
      await program.hear("ready");
      const connection = await program.attach();
      const file = join(folder.path, "go-on");
      program.tell({ do: "block", how, file });
      await program.hear("blocking");
      // Between two steps of a program that starves its event loop there is none of its lines on the stack.
      const seen = await lookUntil(
        connection,
        ({ loop, running }) => (loop.blockedMs ?? 0) > 300 && /house\.mjs:\d+:\d+/.test(String(running?.stack)),
      );
      const blocker = seen.members.find(({ name }) => name === "blocker");
      expect(seen.source).toBe("interrupt");
      expect(seen.total).toBe(6);
      expect(seen.running?.member).toBe(blocker?.id);
      const place = await connection.ask<MonitorPlace>({ do: "where", member: blocker?.id ?? 0 });
      if (how !== "starving") expect(place.stack?.join("\n")).toMatch(/house\.mjs:\d+:\d+/);
      // Who attaches now is answered too.
      expect((await (await program.attach()).ask<MonitorLook>(look)).total).toBe(6);

      writeFileSync(file, "");
      // What was interrupted went on as if nothing had been: nothing that waited for its end came before it.
      const { order } = await program.hear("free");
      if (how !== "starving") expect(order).toEqual(["end of the block", "microtask", "tick"]);
      const after = await lookUntil(connection, ({ source }) => source === "program");
      expect(after.loop.worstMs).toBeGreaterThan(300);
    },
  );

  test("answers where a child is also while code of no child and no scope holds the event loop", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const connection = await program.attach();
    const file = join(folder.path, "go-on");
    program.tell({ do: "block outside", file });
    await program.hear("blocking");
    const seen = await lookUntil(connection, ({ source }) => source === "interrupt");
    expect(seen.running?.member).toBe(0);
    expect(Object.keys(seen)).not.toContain("isAnswering");
    expect(await connection.ask<MonitorPlace>({ do: "where", member: 2 })).toMatchObject({
      work: expect.stringMatching(/^the child guest; .* when the event loop is free$/),
      spawnSite: expect.stringMatching(/house\.mjs/),
    });
    writeFileSync(file, "");
    await lookUntil(connection, ({ source }) => source === "program");
  });

  test("names it also in native code, which takes no interrupt", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const connection = await program.attach();
    const events: MonitorEvent[] = [];
    connection.onNews = (news) => events.push(...news.events);
    await connection.ask({ do: "follow" });
    const file = join(folder.path, "go-on");
    program.tell({ do: "block", how: "native", file });
    await program.hear("blocking");
    const seen = await lookUntil(connection, ({ loop }) => (loop.blockedMs ?? 0) > 300);
    expect(seen.source).toBe("memory");
    const { name, id } = seen.members.find((member) => member.id === seen.running?.member) ?? {};
    expect(name).toBe("blocker");
    expect(seen.members.map((member) => [member.name, member.kind, member.parent])).toEqual([
      ["house", "scope", 0],
      ["guest", "child", 1],
      ["host", "child", 1],
      ["kitchen", "scope", 3],
      ["cook", "child", 4],
      ["blocker", "child", 1],
    ]);
    writeFileSync(file, "");
    await program.hear("free");
    await lookUntil(connection, () => events.some(({ event }) => event === "loopBlocked"));
    // When it returned, its line was there to be seen.
    const blocked = events.find(({ event }) => event === "loopBlocked");
    expect(blocked).toMatchObject({ member: id, name: "blocker" });
    expect(blocked?.stack?.join("\n")).toMatch(/native \(.*house\.mjs/);
  });

  test("cancels a child, which the log says in the child's own place", async () => {
    const log = join(folder.path, "house.log");
    const program = folder.start("house.mjs", [log]);
    await program.hear("ready");
    const connection = await program.attach();
    const by = "somebody, process 17";
    expect(await connection.ask<MonitorCancel>({ do: "cancel", member: 2, by })).toEqual({
      member: 2,
      name: "guest",
      isNew: true,
    });
    await lookUntil(connection, ({ members }) => !members.some(({ name }) => name === "guest"));
    expect(await connection.ask({ do: "cancel", member: 2, by })).toBe(null);
    program.tell({ do: "end" });
    await program.ended;
    const lines = readFileSync(log, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const guest = lines.find(({ action_type }) => action_type === "guest");
    const [cancel] = lines.filter(({ message_type }) => message_type === "clew:cancel");
    expect(cancel.reason).toBe(
      "MonitorCancelError: The child guest was cancelled with clew monitor by somebody, process 17",
    );
    expect(cancel.task_level).toEqual([...guest.task_level.slice(0, -1), 2]);
    const end = lines.find(
      ({ task_level, action_status }) => action_status === "failed" && String(task_level) === "2,3",
    );
    expect(end).toMatchObject({ clew_cancel_source: "explicit" });
  });

  test("cancels what is not logged, and says so in a message of its own", async () => {
    const log = join(folder.path, "house.log");
    const program = folder.start("house.mjs", [log]);
    await program.hear("ready");
    const connection = await program.attach();
    const { members } = await connection.ask<MonitorLook>(look);
    const kitchen = members.find(({ name }) => name === "kitchen");
    await connection.ask({ do: "cancel", member: kitchen?.id ?? 0, by: "somebody" });
    // A scope does not end quietly: its program is not to take it for done.
    expect(await program.hear("failed")).toMatchObject({
      code: "CLEW_CANCELLED_BY_MONITOR",
      message: "The scope kitchen was cancelled with clew monitor by somebody",
    });
    await program.ended;
    const text = readFileSync(log, "utf8");
    expect(text).toMatch(/"message_type":"clew:cancel","scope":"kitchen","reason":"MonitorCancelError: [^"]*somebody"/);
  });

  test("cancels a program whose event loop is blocked when that is free", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const connection = await program.attach();
    const file = join(folder.path, "go-on");
    program.tell({ do: "block", how: "busy", file });
    await program.hear("blocking");
    const done = connection.ask<MonitorCancel>({ do: "cancel", member: 2, by: "somebody" });
    const { members } = await lookUntil(connection, ({ source }) => source === "interrupt");
    expect(members.find(({ name }) => name === "guest")?.state).toBe("running");
    writeFileSync(file, "");
    expect(await done).toMatchObject({ name: "guest", isNew: true });
  });

  test("tells what happens; of a burst it drops what is too much, and counts it", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const connection = await program.attach();
    const events: MonitorEvent[] = [];
    let dropped = 0;
    connection.onNews = (news) => {
      // A burst may hold the event loop for long enough to be told.
      events.push(...news.events.filter(({ event }) => event !== "loopBlocked"));
      dropped += news.dropped;
    };
    await connection.ask({ do: "follow" });
    await connection.ask(look);
    program.tell({ do: "burst", count: 3 });
    await lookUntil(connection, () => events.length >= 6);
    expect(events.map(({ event, kind, status }) => [event, kind, status])).toEqual([
      ...Array.from({ length: 3 }, () => ["spawned", "child", undefined]),
      ...Array.from({ length: 3 }, () => ["exited", "child", "succeeded"]),
    ]);
    program.tell({ do: "burst", count: 20_000 });
    await lookUntil(connection, ({ members }) => members[0]?.ended === 20_003);
    await lookUntil(connection, () => events.length + dropped >= 2 * 20_003);
    expect(dropped).toBeGreaterThan(0);
    // Of what was dropped a few may have told that the loop was held up.
    expect(events.length + dropped - 2 * 20_003).toBeLessThan(10);
  });

  test("drops what a reader does not read, and tells how much when it reads again", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const connection = await program.attach();
    const slow = createConnection(program.address);
    const lines: string[] = [];
    let text = "";
    const read = (piece: Buffer) => {
      text += piece;
      const whole = text.split("\n");
      text = whole.pop() ?? "";
      lines.push(...whole);
    };
    slow.on("data", read);
    slow.write('{"id":1,"do":"follow"}\n');
    await lookUntil(connection, () => lines.length === 2);
    slow.pause();
    const bursts = 10;
    for (let i = 1; i <= bursts; i++) {
      program.tell({ do: "burst", count: 2_000 });
      await lookUntil(connection, ({ members }) => members[0]?.ended === i * 2_000);
    }
    slow.resume();
    const heard = () => {
      const news = lines.slice(2).map((line) => JSON.parse(line));
      return {
        events: news.flatMap(({ events }) => events).filter(({ event }) => event !== "loopBlocked").length,
        dropped: news.reduce((sum, { dropped }) => sum + dropped, 0),
      };
    };
    await lookUntil(connection, () => text === "");
    let more = 0;
    // What was dropped is told with the next news.
    await lookUntil(connection, () => {
      if (heard().dropped > 0) return true;
      program.tell({ do: "burst", count: 1 });
      more++;
      return false;
    });
    await lookUntil(connection, ({ members }) => members[0]?.ended === bursts * 2_000 + more);
    await lookUntil(connection, () => heard().events + heard().dropped >= 2 * (bursts * 2_000 + more));
    // Each burst may have held the event loop, which is an event too.
    expect(heard().events + heard().dropped).toBeLessThan(2 * (bursts * 2_000 + more) + bursts);
    slow.destroy();
  });

  test("lets go of everything when it is closed, and can be started again", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const connection = await program.attach();
    program.tell({ do: "close" });
    await program.hear("closed");
    await connection.ended;
    expect(existsSync(program.address)).toBe(false);
    await expect(program.attach()).rejects.toMatchObject({ code: "ENOENT" });
    await program.hear("ready");
    program.tell({ do: "start" });
    await program.hear("ready");
    expect((await (await program.attach()).ask<MonitorLook>(look)).total).toBe(5);
    program.tell({ do: "end" });
    expect((await program.ended).code).toBe(0);
  });

  test("answers what it does not understand with a refusal, and goes on", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const connection = await program.attach();
    await expect(connection.ask({ do: "rob" as "look" })).rejects.toThrow('There is no request "rob"');
    await expect(connection.ask({ do: "look", most: "1)//" as unknown as number })).rejects.toThrow("no whole number");
    expect((await connection.ask<MonitorLook>(look)).total).toBe(5);
    const raw = createConnection(program.address);
    raw.write("no JSON\n");
    const lines = await new Promise<string>((resolve) => {
      let text = "";
      raw.on("data", (piece) => {
        text += piece;
        if (text.split("\n").length > 2) resolve(text);
      });
    });
    expect(lines).toContain('"error":"SyntaxError');
    raw.destroy();
  });
});

describe("startMonitor(), where it cannot listen", () => {
  test("refuses a folder that others may enter", async () => {
    mkdirSync(join(folder.path, "clew"), { mode: 0o755 });
    const { code, stderr } = await folder.start("house.mjs").ended;
    expect(code).toBe(1);
    expect(stderr).toContain("CLEW_CANNOT_LISTEN");
    expect(stderr).toContain("is no folder that only this user may enter");
  });

  test("says so, and the program goes on", async () => {
    const file = join(folder.path, "a-file");
    writeFileSync(file, "precious");
    const { code, stderr } = await folder.start("switched.mjs", [], { CLEW_MONITOR: file }).ended;
    expect(code).toBe(0);
    expect(stderr).toContain(
      `[CLEW_CANNOT_LISTEN] ClewWarning: Cannot start the monitor: Error: ${file} is there already`,
    );
    expect(readFileSync(file, "utf8")).toBe("precious");
  });

  test("says at once that no socket can have the address", async () => {
    const long = join(folder.path, "x".repeat(100));
    const { code, stderr } = await folder.start("switched.mjs", [], { CLEW_MONITOR: long }).ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/has \d+ bytes, and a socket's may have 103; give a shorter one/);
  });
});

describe("CLEW_MONITOR", () => {
  test("switches it on in a program that blocks in its first turn", async () => {
    const file = join(folder.path, "go-on");
    const program = folder.start("switched.mjs", [file], { CLEW_MONITOR: "1" });
    await program.hear("blocking");
    const connection = await attachWhenListening(() => program.attach());
    const seen = await connection.ask<MonitorLook>(look);
    const holder = seen.members.find(({ id }) => id === seen.running?.member);
    expect([seen.source, holder?.name]).toEqual(["interrupt", "first"]);
    writeFileSync(file, "");
    expect((await program.ended).code).toBe(0);
  });

  test("is off by default, and with 0; anything else is a warning, and no monitor", async () => {
    for (const setting of [{}, { CLEW_MONITOR: "" }, { CLEW_MONITOR: "0" }]) {
      const program = folder.start("switched.mjs", [], setting);
      expect(await program.hear("over")).toMatchObject({ monitors: [] });
      await program.ended;
    }
    const { code, stderr } = await folder.start("switched.mjs", [], { CLEW_MONITOR: "yes" }).ended;
    expect(code).toBe(0);
    expect(stderr).toContain("[CLEW_AUTO] ClewWarning: Cannot read CLEW_MONITOR=yes");
  });
});

/** A thread takes some milliseconds to begin. */
async function attachWhenListening<T>(attach: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attach();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT" && code !== "ECONNREFUSED") throw error;
    }
  }
}
