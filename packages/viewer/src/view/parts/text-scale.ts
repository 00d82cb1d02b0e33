// The size of text that the reader has set, to which rows and drawings fit: sheets have it as rem, arithmetic from here.

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

const USUAL_PX = 16;

let shared: Signal<number> | undefined;

/** How much larger the text is than usual; it changes with the browser's setting. */
export function textScale(): ReadonlySignal<number> {
  if (shared !== undefined) return shared;
  const current = signal(readScale());
  // A box as wide as a rem changes its width with it.
  const probe = document.createElement("div");
  Object.assign(probe.style, { position: "absolute", visibility: "hidden", width: "1rem" });
  document.body.append(probe);
  new ResizeObserver(() => {
    current.value = readScale();
  }).observe(probe);
  shared = current;
  return current;
}

function readScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_PX;
}
