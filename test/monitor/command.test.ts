import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runClew } from "../../packages/cli/src/testing/run-clew.js";
import { lookUntil, RuntimeFolder } from "./running-program.js";

let folder: RuntimeFolder;
let servers: Server[];
const before = process.env.XDG_RUNTIME_DIR;
beforeEach(() => {
  folder = new RuntimeFolder();
  servers = [];
  process.env.XDG_RUNTIME_DIR = folder.path;
});
afterEach(async () => {
  if (before === undefined) delete process.env.XDG_RUNTIME_DIR;
  else process.env.XDG_RUNTIME_DIR = before;
  for (const server of servers) server.close();
  await folder[Symbol.asyncDispose]();
});

/** Something that listens where a monitor would, and says this. */
async function fake(greeting: string): Promise<string> {
  mkdirSync(join(folder.path, "clew"), { recursive: true });
  const address = join(folder.path, "clew", "1.sock");
  const server = createServer((socket) => socket.end(greeting));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(address, resolve));
  return address;
}

describe("clew monitor", { timeout: 30_000 }, () => {
  test("shows the only program there is: who lives in it, and what each waits for", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const { stdout, stderr, status } = await runClew("monitor");
    expect([stderr, status]).toEqual(["", 0]);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(new RegExp(`^house\\.mjs  process ${program.pid}, Node [\\d.]+, up `));
    expect(lines[1]).toMatch(/^event loop: \d+ % busy, answers in /);
    expect(lines[2]).toBe("5 live: 2 scopes, 3 children");
    const table = lines
      .slice(5, 10)
      .map((line) => line.replace(/ +[\d.]+m?s +/, " ").replace(/\s+\S*house.mjs\S*$/, ""));
    expect(table.map((line) => line.replace(/\d+\.\d s/, "N s"))).toEqual([
      "   1  open 2  house",
      "   2  running ├─ guest       a cancel",
      "   3  running └─ host",
      "   4  joining 1     └─ kitchen  what is in it",
      "   5  running └─ cook  N s to pass",
    ]);
  });

  test("sorts, filters, and gives all that it knows as JSON", async () => {
    await folder.start("house.mjs").hear("ready");
    const list = (await runClew("monitor", "--sort", "name", "--filter", "child")).stdout;
    expect(
      list
        .split("\n")
        .slice(5)
        .flatMap((line) => line.match(/cook|guest|host/) ?? []),
    ).toEqual(["cook", "guest", "host"]);
    const look = JSON.parse((await runClew("monitor", "--json")).stdout);
    expect(look).toMatchObject({ program: "house.mjs", source: "program", total: 5, warnings: [] });
    expect(look.members[1]).toMatchObject({
      id: 2,
      kind: "child",
      name: "guest",
      parent: 1,
      waitsFor: [{ for: "cancel" }],
    });
  });

  test("lists the programs where there are several, and forgets those that were killed", async () => {
    const [first, second] = [folder.start("house.mjs"), folder.start("house.mjs")];
    await Promise.all([first.hear("ready"), second.hear("ready")]);
    const { stdout, status } = await runClew("monitor");
    expect(status).toBe(0);
    for (const { pid } of [first, second])
      expect(stdout).toMatch(new RegExp(`^ *${pid} +[\\d.]+m?s  house\\.mjs$`, "m"));
    await first.end();
    expect((await runClew("monitor", "--json")).stdout).toContain(`"pid":${second.pid},`);
    expect((await runClew("monitor", String(first.pid))).stderr).toContain(`There is no process ${first.pid}`);
  });

  test("shows a program whose event loop is blocked, and names who blocks it", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const file = join(folder.path, "go-on");
    program.tell({ do: "block", how: "busy", file });
    await program.hear("blocking");
    const connection = await program.attach();
    await lookUntil(connection, ({ source }) => source === "interrupt");
    const { stdout } = await runClew("monitor", String(program.pid));
    expect(stdout).toMatch(/event loop: blocked for at least \S+ by the child blocker \(\d+\) at .*house\.mjs:\d+:\d+/);
    expect(stdout).toMatch(/^! blocker \(\d+\) does not yield/m);
    const id = /blocker \((\d+)\)/.exec(stdout)?.[1] as string;
    expect((await runClew("monitor", String(program.pid), "--where", id)).stdout).toMatch(/now at.*house\.mjs:\d+/s);
    writeFileSync(file, "");
    await program.hear("free");
  });

  test("tells where a child comes from, and cancels it where one is sure", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const pid = String(program.pid);
    expect((await runClew("monitor", pid, "--where", "2")).stdout).toMatch(
      /^runs {8}\(\) => sleepForever\(\)\ndefined at {2}file:.*house\.mjs:\d+:\d+\nspawned at {2}.*house\.mjs:\d+:\d+\n$/,
    );
    expect(await runClew("monitor", pid, "--cancel", "2")).toMatchObject({
      stderr: "Nobody can be asked: standard input is no terminal; give --yes if you are sure\n",
      status: 1,
    });
    expect(await runClew("monitor", pid, "--cancel", "2", "--yes")).toMatchObject({
      stderr: "Cancelled guest (2).\n",
      status: 0,
    });
    expect(await runClew("monitor", pid, "--cancel", "2", "--yes")).toMatchObject({ status: 1 });
    expect((await runClew("monitor", pid, "--where", "77")).stderr).toContain("There is no scope or child 77");
  });

  test("follows what happens until the program ends", async () => {
    const program = folder.start("house.mjs");
    await program.hear("ready");
    const run = runClew("monitor", String(program.pid), "--follow", "--json");
    const connection = await program.attach();
    let told = 0;
    connection.onNews = ({ events }) => {
      told += events.length;
    };
    await connection.ask({ do: "follow" });
    program.tell({ do: "burst", count: 1 });
    await lookUntil(connection, () => told === 2);
    program.tell({ do: "end" });
    const { stdout, stderr, status } = await run;
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.slice(0, 2)).toMatchObject([{ event: "spawned" }, { event: "exited", status: "succeeded" }]);
    expect([stderr, status]).toEqual(["The program house.mjs has ended.\n", 0]);
  });

  test("says what to do where there is nobody to attach to", async () => {
    const nobody = await runClew("monitor");
    expect([nobody.stdout, nobody.status]).toEqual(["", 1]);
    expect(nobody.stderr).toContain("No program of this user has a monitor: start it with CLEW_MONITOR=1");
    expect((await runClew("monitor", String(process.pid))).stderr).toContain(`Process ${process.pid} has no monitor`);
    expect((await runClew("monitor", join(folder.path, "none.sock"))).stderr).toContain("there is no such socket");
    writeFileSync(join(folder.path, "file"), "");
    expect((await runClew("monitor", join(folder.path, "file"))).stderr).toMatch(
      /it is no socket|nobody listens there/,
    );
  });

  test("says which side is older where versions do not fit, and what is no monitor at all", async () => {
    const address = await fake('{"clew":"monitor","protocol":2,"pid":7}\n');
    expect(await runClew("monitor", address)).toMatchObject({
      stderr:
        "The monitor of process 7 is of a newer version: it speaks protocol 2, this command 1; update the command\n",
      status: 1,
    });
    servers.pop()?.close();
    expect((await runClew("monitor", await fake("SSH-2.0\n"))).stderr).toContain("is no monitor of clew");
    servers.pop()?.close();
    expect((await runClew("monitor", await fake(""))).stderr).toContain("hung up");
  });

  test("shows nothing of a program raw", async () => {
    const program = folder.start("hostile.mjs");
    await program.hear("ready");
    const { stdout } = await runClew("monitor", String(program.pid));
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toContain("red\\x1b[31m\\nforged");
  });
});
