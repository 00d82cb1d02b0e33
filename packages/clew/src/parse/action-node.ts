// An action while its records arrive, and as it is read. The common case, records in the order of their numbers, costs
// one push each; everything else goes to `Places`. What can be looked up in the records is looked up when it is asked
// for: a reader of a million messages must not pay for fields that nobody looks at.

import {
  FIRST_SPAN_PLACE,
  fieldNames,
  type Message,
  type MessageRole,
  type TaskLevel,
  toTimestamp,
} from "../wire/index.js";
import { gapsBetween, handedOutBy, isFilled, NONE, numbersOf } from "./gaps.js";
import { type Held, isSame, recordOf } from "./held.js";
import { lowerBound } from "./lower-bound.js";
import { ACTION_KEYS, fieldsWithout, MessageNode, textOf } from "./message-node.js";
import { endsAction, type Parts, Places } from "./places.js";
import type { Fields, WrittenAction, WrittenNode } from "./task-tree.js";

type Item = ActionNode | MessageNode;

/** What stands in an action though its level does not say so, or no longer stands in it. */
interface Placed {
  /** The children as they are shown, where spans or other tasks have their place here or went from here. */
  readonly shown?: readonly WrittenNode[] | undefined;
  /** The span for which it stands, where nothing was read of that. */
  readonly missingSpan?: string;
  readonly graftsLeftOut?: number;
}

export class ActionNode implements WrittenAction {
  readonly taskUuid: string;
  /** The last number of the action's own level: its place in its parent. The root's is 0. */
  readonly number: number;
  readonly #parent: ActionNode | undefined;
  #start: Held | undefined = undefined;
  #end: Held | undefined = undefined;
  /** Where the time stands in the start's text; 0 where that is not known. */
  #startTimeAt = 0;
  /** The finish's number; 0 where there is none. */
  #endNumber = 0;
  /** The type as it is written in a start or finish that is still a text. */
  #writtenType = "";
  #items: Item[] = NO_ITEMS;
  #places: Places<ActionNode> | undefined = undefined;
  /** How many child actions lack something. */
  #open = 0;
  #whole = false;
  /** What few actions have: one field of each of a million of them. */
  #placed: Placed | undefined = undefined;

  constructor(taskUuid: string, number: number, parent: ActionNode | undefined) {
    this.taskUuid = taskUuid;
    this.number = number;
    this.#parent = parent;
  }

  // ---- while records arrive

  /** The child action of this number, made if it is not there. */
  child(number: number): ActionNode {
    if (this.#places === undefined) {
      const item = this.#find(number);
      if (item instanceof ActionNode) return item;
      const free = item === undefined && (this.#start === undefined || number !== 1) && number !== this.#endNumber;
      const child = this.#newChild(number);
      if (!free || !this.#append(child)) this.#byPlace().addAction(number, child);
      return child;
    }
    const there = this.#places.action(number);
    if (there !== undefined) return there;
    const child = this.#newChild(number);
    this.#places.addAction(number, child);
    return child;
  }

  #newChild(number: number): ActionNode {
    this.#open++;
    if (this.#whole) this.#update();
    return new ActionNode(this.taskUuid, number, this);
  }

  /** Takes a record. Of a text `writtenType` is the type as a start or finish has it, `timeAt` where its time stands. */
  add(number: number, held: Held, role: MessageRole, writtenType: string, timeAt: number): void {
    if (this.#places !== undefined || !this.#addInOrder(number, held, role, writtenType)) {
      this.#byPlace().addRecord(number, recordOf(held));
    } else if (role === "start" && held === this.#start) this.#startTimeAt = timeAt;
    this.#update();
  }

  /** Whether the record is in its place, which it is not where the place, or the order, is disputed. */
  #addInOrder(number: number, held: Held, role: MessageRole, writtenType: string): boolean {
    if (number === 1 && this.#start !== undefined) return isSame(this.#start, held);
    if (number === this.#endNumber && this.#end !== undefined) return isSame(this.#end, held);
    const item = this.#find(number);
    if (item !== undefined) return item instanceof MessageNode && item.holds(held);
    if (role === "other") return this.#append(new MessageNode(held, number, false));
    if (role === "start") {
      if (this.#end !== undefined && !this.#hasType(writtenType, this.#end, held)) return false;
      this.#start = held;
    } else {
      if (this.#end !== undefined) return false;
      if (this.#start !== undefined && !this.#hasType(writtenType, held, this.#start)) return false;
      this.#end = held;
      this.#endNumber = number;
    }
    this.#writtenType = writtenType;
    return true;
  }

  #hasType(writtenType: string, end: Held, start: Held): boolean {
    if (writtenType !== "" && writtenType === this.#writtenType) return true;
    return endsAction(recordOf(end), recordOf(start));
  }

  #find(number: number): Item | undefined {
    const items = this.#items;
    const length = items.length;
    if (length === 0 || number > (items[length - 1] as Item).number) return undefined;
    // Where nothing was lost the start is 1 and the items follow.
    const guess = items[number - 2];
    if (guess !== undefined && guess.number === number) return guess;
    const item = items[lowerBound(items, number)];
    return item?.number === number ? item : undefined;
  }

  #append(item: Item): boolean {
    const items = this.#items;
    const length = items.length;
    if (length === 0) this.#items = [item];
    else if (item.number > (items[length - 1] as Item).number) items.push(item);
    else {
      const at = lowerBound(items, item.number);
      if (length - at > MAX_MOVED) return false;
      items.splice(at, 0, item);
    }
    return true;
  }

  #byPlace(): Places<ActionNode> {
    if (this.#places !== undefined) return this.#places;
    const places = new Places<ActionNode>();
    if (this.#start !== undefined) places.addRecord(1, recordOf(this.#start));
    if (this.#end !== undefined) places.addRecord(this.#endNumber, recordOf(this.#end));
    for (const item of this.#items) {
      if (item instanceof ActionNode) places.addAction(item.number, item);
      else places.addRecord(item.number, item.record);
    }
    this.#start = undefined;
    this.#end = undefined;
    this.#endNumber = 0;
    this.#items = NO_ITEMS;
    this.#places = places;
    return places;
  }

  /** Tells the actions above whether this one is whole now; goes no further up than something changes. */
  #update(): void {
    let node: ActionNode = this;
    for (;;) {
      const whole = node.#open === 0 && node.#seemsWhole();
      if (whole === node.#whole) return;
      node.#whole = whole;
      const parent = node.#parent;
      if (parent === undefined) return;
      parent.#open += whole ? -1 : 1;
      node = parent;
    }
  }

  #seemsWhole(): boolean {
    const places = this.#places;
    if (places !== undefined) {
      if (places.taken === 0) return true;
      return places.mayBeWhole && isFilled(places.highest - places.taken, places.mayBeEnd);
    }
    if (this.#start === undefined || this.#end === undefined) return this.isTraceAlone;
    const empty = this.#emptyBetween();
    return isFilled(empty, empty === 0 ? undefined : recordOf(this.#end));
  }

  /** How many numbers are empty below the highest, where start and finish are there and nothing is disputed. */
  #emptyBetween(): number {
    let length = this.#items.length;
    let last = length === 0 ? 1 : (this.#items[length - 1] as Item).number;
    if (last >= FIRST_SPAN_PLACE) {
      length = lowerBound(this.#items, FIRST_SPAN_PLACE);
      last = length === 0 ? 1 : (this.#items[length - 1] as Item).number;
    }
    return Math.max(last, this.#endNumber) - length - 2;
  }

  /** Whether there is nothing here that a program counted, only places of spans: the top of a trace. */
  get isTraceAlone(): boolean {
    if (this.#places !== undefined) return this.#places.taken === 0;
    if (this.#start !== undefined || this.#end !== undefined) return false;
    return this.#items.length > 0 && (this.#items[0] as Item).number >= FIRST_SPAN_PLACE;
  }

  /** Whether, by count, nothing is missing here and below: enough to begin waiting for what may come late. */
  get seemsWhole(): boolean {
    return this.#whole;
  }

  /** Whether some action below has begun and lacks something. */
  get hasOpenChildren(): boolean {
    return this.#open > 0;
  }

  // ---- what stands elsewhere than its level says

  /** What its own level says is in it. */
  get items(): readonly Item[] {
    return this.#places === undefined ? this.#items : this.#parts.items;
  }

  /** The action in which its level says it is. */
  get parent(): ActionNode | undefined {
    return this.#parent;
  }

  /** Shows these children from now on; `undefined` for those that its level says. */
  show(children: readonly WrittenNode[] | undefined, graftsLeftOut = 0): void {
    this.#placed = { ...this.#placed, shown: children, graftsLeftOut };
  }

  /** Says for which span, of which nothing was read, it stands. */
  standFor(missingSpan: string): void {
    this.#placed = { ...this.#placed, missingSpan };
  }

  // ---- as it is read

  get #parts(): Parts<ActionNode> {
    return this.#places?.parts() ?? { start: this.startRecord, end: this.endRecord, items: this.#items };
  }

  get kind(): "action" | "missing" {
    if (this.#places !== undefined) {
      return this.startRecord === undefined && this.endRecord === undefined ? "missing" : "action";
    }
    return this.#start === undefined && this.#end === undefined ? "missing" : "action";
  }

  get taskLevel(): TaskLevel {
    const level: number[] = [];
    for (let node: ActionNode = this; node.#parent !== undefined; node = node.#parent) level.push(node.number);
    return level.reverse();
  }

  get startRecord(): Message | undefined {
    if (this.#places !== undefined) return this.#places.parts().start;
    if (typeof this.#start === "string") this.#start = recordOf(this.#start);
    return this.#start;
  }

  get endRecord(): Message | undefined {
    if (this.#places !== undefined) return this.#places.parts().end;
    if (typeof this.#end === "string") this.#end = recordOf(this.#end);
    return this.#end;
  }

  get actionType(): string | undefined {
    if (this.#places === undefined && this.#writtenType !== "") return this.#writtenType.slice(1, -1);
    return textOf((this.startRecord ?? this.endRecord)?.action_type);
  }

  get status(): "started" | "succeeded" | "failed" | "unknown" {
    // Of an end that nobody has looked at yet the line says all, without escapes: most ended well, and are not parsed for it.
    if (this.#places === undefined && typeof this.#end === "string" && !this.#end.includes(FAILED)) return "succeeded";
    return (this.endRecord ?? this.startRecord)?.action_status ?? "unknown";
  }

  get startTime(): number | undefined {
    if (typeof this.#start !== "string" || this.#startTimeAt === 0) return this.startRecord?.timestamp;
    return toTimestamp(Number.parseFloat(this.#start.slice(this.#startTimeAt)));
  }

  get endTime(): number | undefined {
    return this.endRecord?.timestamp;
  }

  get durationSeconds(): number | undefined {
    const end = this.endRecord;
    if (end === undefined) return undefined;
    const measured = end[fieldNames.DURATION];
    if (typeof measured === "number") return measured;
    const start = this.startTime;
    return start === undefined ? undefined : end.timestamp - start;
  }

  get exception(): string | undefined {
    return this.#ofFailure("exception");
  }

  get reason(): string | undefined {
    return this.#ofFailure("reason");
  }

  #ofFailure(field: string): string | undefined {
    const end = this.endRecord;
    return end?.action_status === "failed" ? textOf(end[field]) : undefined;
  }

  get startFields(): Fields | undefined {
    const start = this.startRecord;
    return start && fieldsWithout(start, ACTION_KEYS);
  }

  get endFields(): Fields | undefined {
    const end = this.endRecord;
    return end && fieldsWithout(end, ACTION_KEYS);
  }

  get children(): readonly WrittenNode[] {
    return this.#placed?.shown ?? this.items;
  }

  get spanId(): string | undefined {
    const said = this.startRecord?.[fieldNames.SPAN_ID];
    return typeof said === "string" ? said : this.#placed?.missingSpan;
  }

  get graftsLeftOut(): number {
    return this.#placed?.graftsLeftOut ?? 0;
  }

  get gaps(): readonly number[] {
    // Nearly every action: nothing was lost.
    if (this.#places === undefined && this.#start !== undefined && this.#end !== undefined) {
      if (this.#emptyBetween() === 0) return NONE;
    }
    return gapsBetween(this.#numbers(), handedOutBy(this.endRecord));
  }

  get handedOut(): readonly number[] {
    const handedOut = handedOutBy(this.endRecord);
    return handedOut.length === 0 ? NONE : numbersOf(handedOut, new Set(this.#numbers()));
  }

  /** The numbers at which something is, ascending, each once. */
  #numbers(): number[] {
    const { start, end, items } = this.#parts;
    const numbers = start === undefined ? [] : [1];
    for (const { number } of items) if (number !== numbers.at(-1)) numbers.push(number);
    const last = end?.task_level.at(-1);
    if (last !== undefined && !numbers.includes(last)) {
      const inOrder = last > (numbers.at(-1) ?? 0);
      numbers.push(last);
      if (!inOrder) numbers.sort((a, b) => a - b);
    }
    return numbers;
  }
}

const NO_ITEMS: Item[] = [];
const FAILED = '"failed"';

/** An item that comes later than this many others with higher numbers is a sign of a log that is out of order. */
const MAX_MOVED = 32;
