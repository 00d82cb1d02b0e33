import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openLogs } from "../log-input.js";
import { byTool } from "./by-tool.js";
import { DEFAULT_LIMITS } from "./limits.js";

const folder = mkdtempSync(join(tmpdir(), "clew-encodings-"));
afterAll(() => rmSync(folder, { recursive: true }));

const line = (n: number) => `{"task_uuid":"t${n}","task_level":[1],"timestamp":${n}.5,"message_type":"m"}\n`;
const LINES = Array.from({ length: 5000 }, (_, n) => line(n)).join("");
writeFileSync(join(folder, "a.log"), LINES);
writeFileSync(join(folder, "b.log"), line(5000).trimEnd());

interface Read {
  readonly messages: number;
  readonly unused: readonly string[];
  readonly said: readonly string[];
}

async function read(file: string): Promise<Read> {
  const unused: string[] = [];
  const log = await openLogs([join(folder, file)], { onUnused: ({ reason }) => unused.push(reason) });
  let messages = 0;
  for await (const batch of log.messages()) messages += batch.length;
  return { messages, unused, said: log.recognised.map((sentence) => sentence.slice(sentence.indexOf(": ") + 2)) };
}

function has(command: string): boolean {
  return spawnSync(command, ["--version"]).error === undefined;
}

describe("what the system has a command for", () => {
  test.each(["xz", "bzip2", "lz4", "zstd"].filter(has))(
    "%s is undone, and all before damage is kept",
    async (command) => {
      const packed = execFileSync(command, ["-c"], { input: LINES });
      writeFileSync(join(folder, "packed"), packed);
      expect(await read("packed")).toEqual({ messages: 5000, unused: [], said: [] });
      writeFileSync(join(folder, "cut"), packed.subarray(0, packed.length - 20));
      const cut = await read("cut");
      expect(cut.unused.join()).toMatch(/^the compressed data is cut or damaged/);
    },
  );

  test.skipIf(!has("sh"))("is not called damaged where the command ends later than its output", async () => {
    async function* stored() {
      yield Buffer.from(LINES);
    }
    const tool = { command: "sh", args: ["-c", "cat; exec >&-; sleep 0.05"] };
    const damage: string[] = [];
    let bytes = 0;
    for await (const plain of byTool(
      stored(),
      tool,
      (reason) => damage.push(reason),
      DEFAULT_LIMITS,
      () => {},
    )) {
      bytes += plain.length;
    }
    expect([bytes, damage]).toEqual([LINES.length, []]);
  });

  test("is said to be missing where it is", async () => {
    writeFileSync(join(folder, "packed"), Buffer.from("/Td6WFoAAATm1rRGAAAAABzfRCEftvN9AQAAAAAEWVo=", "base64"));
    const { PATH } = process.env;
    process.env.PATH = folder;
    try {
      expect((await read("packed")).unused).toEqual([
        "it is compressed with xz, and the command xz, which undoes it, is not installed here",
      ]);
    } finally {
      process.env.PATH = PATH;
    }
  });

  test("is stopped where it becomes more than a log can be", { timeout: 60_000 }, async () => {
    if (!has("xz")) return;
    const bomb = spawnSync("sh", ["-c", "head -c 80000000 /dev/zero | xz -0 -c"], { maxBuffer: 1 << 26 }).stdout;
    writeFileSync(join(folder, "bomb"), bomb);
    const { unused } = await read("bomb");
    expect(unused.at(-1)).toMatch(/^decompressing was stopped/);
  });
});

describe("a zip archive", () => {
  const names = ["a.log", "b.log"];
  const kinds: [string, string[]][] = [
    ["deflated", ["-q"]],
    ["stored", ["-q", "-0"]],
    ["written to a pipe", ["-q", "-fd"]],
  ];

  test.runIf(has("zip")).each(kinds)("is read, file after file: %s", async (_, args) => {
    const archive = join(folder, "logs.zip");
    rmSync(archive, { force: true });
    execFileSync("zip", [...args, archive, ...names], { cwd: folder });
    expect(await read("logs.zip")).toEqual({ messages: 5001, unused: [], said: [] });
    writeFileSync(join(folder, "cut.zip"), readFileSync(archive).subarray(0, 1000));
    const cut = await read("cut.zip");
    expect(cut.unused.join()).toMatch(/cut or damaged/);
  });
});

describe("lines that are not UTF-8", () => {
  const latin = Buffer.concat([
    Buffer.from(line(1)),
    Buffer.from('{"task_uuid":"t","task_level":[1],"timestamp":1,"message_type":"caf\xe9 \x80"}\n', "latin1"),
  ]);

  test("are read as windows-1252, which is said", async () => {
    writeFileSync(join(folder, "latin.log"), latin);
    expect(await read("latin.log")).toEqual({
      messages: 2,
      unused: [],
      said: ["1 line is not UTF-8, and is read as windows-1252"],
    });
    const log = await openLogs([join(folder, "latin.log")]);
    const types: unknown[] = [];
    for await (const batch of log.messages()) types.push(...batch.map(({ message_type }) => message_type));
    expect(types).toEqual(["m", "café €"]);
  });

  test.each([
    ["a sign that was cut", "caf\xc3"],
    ["a sign that was cut within", "caf\xe2\x82 x"],
    ["surrogates", "\xed\xa0\x80"],
    ["no text", "\x00\x01\xff"],
    ["a byte that has no sign", "a\x81b"],
  ])("are of no use where they are damaged UTF-8 or no text: %s", async (_, text) => {
    writeFileSync(join(folder, "damaged.log"), Buffer.from(`${line(1)}${text}\n`, "latin1"));
    expect(await read("damaged.log")).toEqual({ messages: 1, unused: ["not UTF-8"], said: [] });
  });
});
