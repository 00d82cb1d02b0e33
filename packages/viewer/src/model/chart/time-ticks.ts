// The marks of a time axis: at round numbers of a unit that people read, as many as there is room for.

import type { TimeWindow } from "./time-window.js";

/** The unit of an axis: seconds, or a count of events, which has no duration. */
export type Clock = "time" | "events";

export interface Tick {
  /** A moment of the axis. */
  readonly at: number;
  readonly label: string;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** Above a second the steps are those of clocks. */
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE].concat(
  [HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY],
);
const MOST_TICKS = 200;

/**
 * Ticks for what a window shows, counted from a zero, with a least distance in pixels between them. Labels of one axis have
 * one unit.
 */
export function ticksOf(window: TimeWindow, zero: number, width: number, apart: number, clock: Clock = "time"): Tick[] {
  const seconds = window.to - window.from;
  if (!(seconds > 0) || !(width > 0)) return [];
  const step = stepFor((seconds * apart) / width, clock);
  const first = Math.ceil((window.from - zero) / step);
  const last = Math.min(Math.floor((window.to - zero) / step), first + MOST_TICKS);
  const ticks: Tick[] = [];
  for (let n = first; n <= last; n++) ticks.push({ at: zero + n * step, label: labelOf(n, step, clock) });
  return ticks;
}

function stepFor(least: number, clock: Clock): number {
  if (clock === "events" && least <= 1) return 1;
  if (clock === "time" && least > 0.5) {
    const step = CLOCK_STEPS.find((seconds) => seconds >= least);
    if (step !== undefined) return step;
  }
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].find((digit) => digit * power >= least * (1 - 1e-9)) ?? 10;
  return step * power;
}

function labelOf(n: number, step: number, clock: Clock): string {
  if (clock === "events") return String(Math.round(n * step));
  if (n === 0) return "0";
  const sign = n < 0 ? "−" : "";
  const value = Math.abs(n) * step;
  if (step >= MINUTE) return sign + clockText(value, step);
  if (step >= 1) return value < MINUTE ? `${sign}${Math.round(value)} s` : sign + clockText(value, step);
  const [unit, name] = step >= 0.1 ? [1, "s"] : step >= 1e-4 ? [1e-3, "ms"] : [1e-6, "µs"];
  const digits = Math.max(0, -Math.floor(Math.log10(step / unit) + 1e-9));
  return `${sign}${(value / unit).toFixed(digits)} ${name}`;
}

/** `1 d 2 h`, `2 h 30 min`, `1 min 15 s`: no more parts than the step needs. */
function clockText(value: number, step: number): string {
  const left = Math.round(value);
  const parts: [number, string][] = [
    [Math.floor(left / DAY), "d"],
    [Math.floor((left % DAY) / HOUR), "h"],
    [Math.floor((left % HOUR) / MINUTE), "min"],
    [step < MINUTE ? left % MINUTE : 0, "s"],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}
