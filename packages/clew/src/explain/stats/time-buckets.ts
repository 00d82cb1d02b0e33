/** A stretch of time and the tasks that began in it. */
export interface TimeBucket {
  /** Seconds since the Unix epoch. */
  readonly start: number;
  readonly seconds: number;
  readonly tasks: number;
  readonly failed: number;
}

const MOST_BUCKETS = 60;
/** What lies further from 1970 is no time that a Date has, and no step of a millisecond from it can be counted. */
const FURTHEST_SECONDS = 8.64e12;

interface Bucket {
  tasks: number;
  failed: number;
}

/** Counts over time in even steps. The steps double whenever the log turns out longer than they reach. */
export class TimeBuckets {
  readonly #buckets = new Map<number, Bucket>();
  #seconds = 0.001;
  #first = Infinity;
  #last = Number.NEGATIVE_INFINITY;

  /** Counts a task, as often as it stands for another one as well. */
  add(time: number, failed: boolean, weight = 1): void {
    if (!(Math.abs(time) <= FURTHEST_SECONDS)) return;
    const place = Math.floor(time / this.#seconds);
    this.#first = Math.min(this.#first, place);
    this.#last = Math.max(this.#last, place);
    this.#count(place, weight, failed ? weight : 0);
    while (this.#last - this.#first >= MOST_BUCKETS) this.#double();
  }

  all(): TimeBucket[] {
    const buckets: TimeBucket[] = [];
    for (let place = this.#first; place <= this.#last; place++) {
      const { tasks, failed } = this.#buckets.get(place) ?? { tasks: 0, failed: 0 };
      buckets.push({
        start: place * this.#seconds,
        seconds: this.#seconds,
        tasks: Math.round(tasks),
        failed: Math.round(failed),
      });
    }
    return buckets;
  }

  #count(place: number, tasks: number, failed: number): void {
    const bucket = this.#buckets.get(place) ?? { tasks: 0, failed: 0 };
    bucket.tasks += tasks;
    bucket.failed += failed;
    this.#buckets.set(place, bucket);
  }

  #double(): void {
    const old = [...this.#buckets];
    this.#buckets.clear();
    this.#seconds *= 2;
    this.#first = Math.floor(this.#first / 2);
    this.#last = Math.floor(this.#last / 2);
    for (const [place, { tasks, failed }] of old) this.#count(Math.floor(place / 2), tasks, failed);
  }
}
