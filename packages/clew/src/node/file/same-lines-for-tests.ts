/** Runs random programs twice, with a destination that takes texts and with a log file, and compares the lines. */

import { addDestination, close, hub, type LineBytes, ledger } from "../../record/index.js";
import { FailingDisk } from "../disk-for-tests.js";
import { cutLine } from "./cut-line.js";
import { createRandom, runProgram } from "./programs-for-tests.js";
import { createFileDestination } from "./to-file.js";

const FILE = "made-up.log";
const LONG = "x".repeat(60_000);

/** What differs in the programs of so many seeds, the first three of them; nothing, if all is well. */
export async function differences(firstSeed: number, programs: number): Promise<string[]> {
  const found: string[] = [];
  const { clock, early, warn } = hub;
  hub.early = undefined;
  hub.warn = () => {};
  for (let seed = firstSeed; seed < firstSeed + programs && found.length < 3; seed++) {
    // The timers of the files that were closed are let go of.
    if (seed % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    const random = createRandom(-seed);
    const mode = random(2) === 0 ? "buffered" : "sync";
    const maxLineBytes = random(4) === 0 ? 1024 : 1024 * 1024;
    const isShort = random(4) === 0;
    const isScanned = random(16) === 0;
    const texts = await linesAsTexts(seed, maxLineBytes);
    const bytes = await linesAsBytes(seed, mode, maxLineBytes, isShort, isScanned);
    const at = texts.findIndex((line, i) => line !== bytes[i]);
    if (at !== -1 || texts.length !== bytes.length) {
      const i = at === -1 ? texts.length : at;
      found.push(`seed ${seed}, ${mode}, line ${i} of ${texts.length} and ${bytes.length}:\n${texts[i]}\n${bytes[i]}`);
    }
  }
  hub.clock = clock;
  hub.early = early;
  hub.warn = warn;
  return found;
}

/** A clock that goes on by as much at each look: in each run a line has the same time. */
function setClock(): void {
  const Clock = hub.clock.constructor as new (wall: () => number, monotonic: () => number) => typeof hub.clock;
  let ms = 1_700_000_000_000;
  hub.clock = new Clock(
    () => ms,
    () => {
      ms += 0.37;
      return ms;
    },
  );
}

async function linesAsTexts(seed: number, maxLineBytes: number): Promise<string[]> {
  const lines: string[] = [];
  const destination = { name: FILE, writeLine: (line: string) => void lines.push(cutLine(line, maxLineBytes)) };
  addDestination(destination);
  setClock();
  runProgram(seed, { writeNow: () => {} });
  await close();
  return comparable(lines.join(""));
}

async function linesAsBytes(
  seed: number,
  mode: "buffered" | "sync",
  maxLineBytes: number,
  isShort: boolean,
  isScanned: boolean,
): Promise<string[]> {
  // A disk that takes what it is given in pieces now and then: the rest is kept, and copied.
  const disk = new FailingDisk((call) => (isShort && call > 20 && call % 7 === 0 ? "a short write" : undefined));
  const log = createFileDestination(FILE, { mode, maxLineBytes }, disk.fs) as ReturnType<
    typeof createFileDestination
  > & {
    readonly bytes: LineBytes;
    writeNow(): void;
  };
  // Behind so many long strings the next ones are looked at by WebAssembly.
  for (let i = 0; isScanned && i < 140; i++) {
    log.bytes.string(LONG);
    log.bytes.cut(0);
  }
  addDestination(log);
  setClock();
  runProgram(seed, log);
  log.writeNow();
  const [entry] = ledger();
  await close();
  const lines = comparable(Buffer.from(disk.content, "latin1").toString());
  // Destinations that log to each other have lines dropped, three deep.
  if (entry?.pending !== 0 || entry.logged !== entry.written + entry.dropped || entry.written !== lines.length) {
    lines.push(`the ledger says ${JSON.stringify({ ...entry, destination: FILE })} of ${lines.length}`);
  }
  return lines;
}

/** Lines without what is another in each run: ids are numbered as they come. */
function comparable(content: string): string[] {
  const ids = new Map<string, number>();
  return content
    .split("\n")
    .slice(0, -1)
    .map((line) =>
      line.replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, (id) => {
        if (!ids.has(id)) ids.set(id, ids.size);
        return `id ${ids.get(id)}`;
      }),
    );
}
