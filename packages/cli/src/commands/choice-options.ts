// The options of all commands that look for messages and actions.

import { type Command, InvalidArgumentError } from "commander";
import { findNodes, type NodeFinder, readMoment } from "../filter/index.js";
import { collected } from "./arguments.js";

/** The time in which a message was logged: seconds since the Unix epoch. */
export interface MomentOptions {
  readonly since?: number;
  readonly until?: number;
}

export interface ChoiceOptions extends MomentOptions {
  readonly filter?: string;
  readonly select?: readonly string[];
}

/** Adds the options to a command. */
export function addChoiceOptions(command: Command): Command {
  return addMomentOptions(
    command.option(
      "--select <jmespath>",
      "only messages that this JMESPath query fits; several must all fit",
      collected,
    ),
  );
}

/** Adds the options that say which messages are read, by when they were logged. */
export function addMomentOptions(command: Command): Command {
  return command
    .option("--since <time>", "only what was logged from then on: 2026-11-22T19:24, 2026-11-22, '10m ago'", moment)
    .option("--until <time>", "only what was logged before", moment);
}

/** What to look for, or `undefined` where it is everything. */
export function toFinder({ filter, select, since, until }: ChoiceOptions): Promise<NodeFinder | undefined> {
  return findNodes({
    ...(filter !== undefined && { filter }),
    ...(select !== undefined && { select }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  });
}

/** Adds the options that say which tasks are read, by when they began. */
export function addWindowOptions(command: Command): Command {
  return command
    .option("--since <time>", "only tasks that began from then on: 2026-11-22T19:24, 2026-11-22, '10m ago'", moment)
    .option("--until <time>", "only tasks that began before", moment);
}

/** Adds the option that ends the time that is read, where another one begins it. */
export function addUntilOption(command: Command): Command {
  return command.option("--until <time>", "only tasks that began before", moment);
}

export interface GroupingOptions {
  readonly taskBy?: string;
}

/** Adds the option that says which lines of other loggers belong together. */
export function addGroupingOptions(command: Command): Command {
  return command.option("--task-by <field>", "of other loggers: lines with the same value in this field are one task");
}

/** The options of reading that follow. */
export function layersOf({ taskBy }: GroupingOptions): { readonly layers?: { readonly taskBy: string } } {
  return taskBy === undefined ? {} : { layers: { taskBy } };
}

function moment(text: string): number {
  const seconds = readMoment(text, Date.now() / 1000);
  if (seconds !== undefined) return seconds;
  throw new InvalidArgumentError(
    "It must be a time, such as 2026-11-22T19:24:55 (UTC), with Z or an offset, or '10m ago'.",
  );
}

/** What can be written in a filter, for the help of a command. */
export const FILTER_HELP = `
Filters:
  word, or 'several words' in quotes: anywhere in a message or action
  field=value  !=  ~ (contains, or a pattern with * and ?)  >  <  >=  <=
  joined by spaces (and), or, not and brackets. A field is one of the log's (dotted for what is
  inside: user.id), or type, status, duration (>100ms), task, time, exception, reason; the log's
  own field of such a name is fields.status.
`;
