// What belongs to an action whose records did not come in the order of their numbers, or of which several claim one
// place. Nothing is decided while records arrive: which of them are the start and the finish is found when somebody
// looks, from all of them, so that the answer does not depend on the order in which they came.

import { FIRST_SPAN_PLACE, type Message, type MessageRole, roleOf } from "../wire/index.js";
import { MessageNode } from "./message-node.js";
import { compareRecords, sameValue } from "./same-record.js";

/** The parts of an action; `Child` is what its child actions are. */
export interface Parts<Child> {
  readonly start: Message | undefined;
  readonly end: Message | undefined;
  /** In the order of their numbers, strictly ascending but for conflicts. */
  readonly items: readonly (Child | MessageNode)[];
}

/** Of more records than this at one place, identical ones are found when the parts are put together. */
const MAX_COMPARED = 16;

export class Places<Child extends { readonly number: number }> {
  readonly #records = new Map<number, Message[]>();
  readonly #actions = new Map<number, Child>();
  #parts: Parts<Child> | undefined;
  #highest = 0;
  #taken = 0;
  #hasStart = false;
  /** A record that may be the finish. */
  #end: Message | undefined;

  /** The highest number at which something is; places of spans do not count, here and in `taken`. */
  get highest(): number {
    return this.#highest;
  }

  /** At how many numbers something is. */
  get taken(): number {
    return this.#taken;
  }

  get mayBeWhole(): boolean {
    return this.#hasStart && this.#end !== undefined;
  }

  get mayBeEnd(): Message | undefined {
    return this.#end;
  }

  action(number: number): Child | undefined {
    return this.#actions.get(number);
  }

  addAction(number: number, action: Child): void {
    this.#take(number);
    this.#actions.set(number, action);
  }

  addRecord(number: number, record: Message): void {
    const there = this.#records.get(number);
    if (there === undefined) {
      this.#take(number);
      this.#records.set(number, [record]);
    } else {
      if (there.length <= MAX_COMPARED && there.some((other) => sameValue(other, record))) return;
      there.push(record);
    }
    const role = roleAt(record, number);
    if (role === "start") this.#hasStart = true;
    if (role === "end") this.#end ??= record;
    this.#parts = undefined;
  }

  #take(number: number): void {
    this.#parts = undefined;
    if (number >= FIRST_SPAN_PLACE) return;
    if (number > this.#highest) this.#highest = number;
    if (!this.#records.has(number) && !this.#actions.has(number)) this.#taken++;
  }

  parts(): Parts<Child> {
    this.#parts ??= this.#putTogether();
    return this.#parts;
  }

  #putTogether(): Parts<Child> {
    for (const [number, records] of this.#records) {
      if (records.length > 1) this.#records.set(number, distinct(records));
    }
    const numbers = [...this.#records.keys()].sort((a, b) => a - b);
    const start = this.#records.get(1)?.find((record) => roleAt(record, 1) === "start");
    let end: Message | undefined;
    const messages: MessageNode[] = [];
    for (const number of numbers) {
      const records = this.#records.get(number) ?? [];
      for (const record of records) {
        if (record === start) continue;
        if (end === undefined && endsAction(record, start)) end = record;
        else messages.push(new MessageNode(record, number, records.length > 1 || this.#actions.has(number)));
      }
    }
    const actions = [...this.#actions.values()];
    const items: (Child | MessageNode)[] = [...actions, ...messages].sort((a, b) => a.number - b.number);
    return { start, end, items };
  }
}

function distinct(records: readonly Message[]): Message[] {
  const sorted = [...records].sort(compareRecords);
  return sorted.filter((record, i) => i === 0 || !sameValue(sorted[i - 1], record));
}

/** What a record is to the action in which it is the item of this number. */
function roleAt({ action_status, action_type }: Message, number: number | undefined): MessageRole {
  return roleOf(action_status, action_type, number);
}

/** Whether a record is a finish, and of the action that the start began. */
export function endsAction(record: Message, start: Message | undefined): boolean {
  return (
    roleAt(record, undefined) === "end" && (start === undefined || sameValue(start.action_type, record.action_type))
  );
}
