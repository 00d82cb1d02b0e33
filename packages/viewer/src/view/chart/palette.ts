// The colours of a drawing are those of the page: the style sheet names them, in light and in dark, and a canvas asks it.

import { type Signal, signal } from "@preact/signals";
import { RUN_STATES, type RunState } from "../../model/index.js";

export interface Palette {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly chosen: string;
  readonly failure: string;
  /** By the rank of a state. */
  readonly states: readonly string[];
  /** The words of the page. */
  readonly font: string;
}

const VARIABLES: Readonly<Record<RunState, string>> = {
  succeeded: "--bar",
  ended: "--bar",
  unknown: "--faint",
  running: "--open",
  cancelled: "--faint",
  failed: "--failed-bar",
};

let shared: Signal<Palette> | undefined;

/** The palette of the page, which changes with its theme. */
export function palette(): Signal<Palette> {
  if (shared !== undefined) return shared;
  const current = signal(readPalette());
  const read = () => {
    current.value = readPalette();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", read);
  new MutationObserver(read).observe(document.documentElement, { attributes: true });
  shared = current;
  return current;
}

function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim() || "#888";
  return {
    ink: colour("--ink"),
    quiet: colour("--faint"),
    line: colour("--line"),
    surface: colour("--surface"),
    accent: colour("--accent"),
    chosen: colour("--accent-soft"),
    failure: colour("--failed"),
    states: RUN_STATES.map((state) => colour(VARIABLES[state])),
    font: getComputedStyle(document.body).fontFamily,
  };
}
