/**
 * A part of the program that can be instrumented: what is patched stays patched, and does nothing while nobody asks for
 * it. What is on is kept once a process, so that copies of the package never patch or log a thing twice.
 */

import { shared, warnOnce } from "../record/index.js";

/** The names of the parts, by which they are switched on and off. */
export const PARTS = [
  "http",
  "fetch",
  "express",
  "fastify",
  "koa",
  "hono",
  "nest",
  "next",
  "graphql",
  "pg",
  "postgres",
  "mysql",
  "mariadb",
  "sqlite",
  "mongodb",
  "redis",
  "amqp",
  "kafka",
  "bullmq",
  "limiters",
] as const;

export type PartName = (typeof PARTS)[number];

/** Whether a part is on, and its options. */
export interface Part {
  /** How many calls of `instrument` that were not stopped want it. */
  users: number;
  options: object;
  /** Whether its patches are in place. */
  isInstalled: boolean;
}

const parts = shared("instrument.parts", () => new Map<PartName, Part>());

export function partOf(name: PartName): Part {
  let part = parts.get(name);
  if (part === undefined) {
    part = { users: 0, options: {}, isInstalled: false };
    parts.set(name, part);
  }
  return part;
}

/** Says, once for each thing, that something was left alone, and why. */
export function warnOfLeftAlone(thing: string, why: string): void {
  warnOnce(
    `instrument ${thing}`,
    `${thing} is not instrumented: ${why}. The program is not changed; its own calls can be logged with withAction.`,
    "CLEW_NOT_INSTRUMENTED",
  );
}
