// The stretch of time that a chart shows, as it is zoomed and moved. Steps that a key or a button makes are shown as a
// short movement, unless the reader wants none.

import { type ReadonlySignal, signal } from "@preact/signals";
import { between, following, panned, type TimeWindow, wholeOf, windowOn, zoomed } from "../../model/index.js";

const MOVEMENT_MS = 160;

export class TimeView {
  readonly #window;
  #bounds: TimeWindow;
  #target: TimeWindow;
  #frame = 0;

  constructor(extent: TimeWindow) {
    this.#bounds = wholeOf(extent);
    this.#window = signal(this.#bounds);
    this.#target = this.#bounds;
  }

  get window(): ReadonlySignal<TimeWindow> {
    return this.#window;
  }

  get bounds(): TimeWindow {
    return this.#bounds;
  }

  get isWhole(): boolean {
    const { from, to } = this.#window.value;
    return from <= this.#bounds.from && to >= this.#bounds.to;
  }

  /** Grows the time that can be shown: a chart that showed all of it still does. */
  grow(extent: TimeWindow): void {
    const whole = this.isWhole;
    this.#bounds = wholeOf(extent);
    if (whole) this.#set(this.#bounds);
  }

  zoom(factor: number, at: number): void {
    this.#set(zoomed(this.#window.peek(), factor, at, this.#bounds));
  }

  pan(share: number): void {
    this.#set(panned(this.#window.peek(), share, this.#bounds));
  }

  /** As `zoom` around the middle and `pan`, as a movement. */
  stepZoom(factor: number): void {
    const { from, to } = this.#target;
    this.#moveTo(zoomed(this.#target, factor, (from + to) / 2, this.#bounds));
  }

  stepPan(share: number): void {
    this.#moveTo(panned(this.#target, share, this.#bounds));
  }

  show(stretch: TimeWindow): void {
    this.#moveTo(windowOn(stretch, this.#bounds));
  }

  /** As `show`, at once: for a hand that moves it. */
  look(stretch: TimeWindow): void {
    this.#set(windowOn(stretch, this.#bounds));
  }

  /** Shows a stretch with some time around it. */
  showAround({ from, to }: TimeWindow): void {
    const air = Math.max((to - from) * 0.1, (this.#bounds.to - this.#bounds.from) * 1e-6);
    this.show({ from: from - air, to: to + air });
  }

  /** Moves to a stretch of which nothing is seen, and shows as much of the time as before. */
  follow(stretch: TimeWindow): void {
    const window = following(this.#target, stretch, this.#bounds);
    if (window !== this.#target) this.#moveTo(window);
  }

  showAll(): void {
    this.#moveTo(this.#bounds);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  #set(window: TimeWindow): void {
    cancelAnimationFrame(this.#frame);
    this.#target = window;
    this.#window.value = window;
  }

  #moveTo(target: TimeWindow): void {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.#set(target);
      return;
    }
    cancelAnimationFrame(this.#frame);
    this.#target = target;
    const start = this.#window.peek();
    const began = performance.now();
    const step = (now: number) => {
      const share = Math.min(1, Math.max(0, (now - began) / MOVEMENT_MS));
      this.#window.value = share === 1 ? target : between(start, target, 1 - (1 - share) ** 3);
      if (share < 1) this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }
}
