// The open actions of this moment, in bounded memory: a program may run for ever, and one that crashes leaves actions
// behind that nobody will end.

import type { ContinuedTask, Message, TaskLevel, WrittenAction } from "../parse/index.js";
import { begunNode } from "./single-node.js";

/** An action that began and has not ended. */
export class OpenAction {
  readonly start: Message;
  /** True where the line of its beginning was given. */
  isSaid = false;
  #node: WrittenAction | undefined;

  constructor(start: Message) {
    this.start = start;
  }

  /** Most actions end before anybody looks. */
  get node(): WrittenAction {
    this.#node ??= begunNode(this.start);
    return this.#node;
  }
}

/** A place in a task's tree below which something is open. */
export class Place {
  action: OpenAction | undefined;
  readonly children = new Map<number, Place>();
}

/** A task of which something is open, or of which more is expected. */
export class OpenTask {
  readonly taskUuid: string;
  /** Counts the tasks, so that neighbours get different colours. */
  readonly lane: number;
  /** The time of its start, as far as is known. */
  begin: number | undefined;
  readonly root = new Place();
  /** The number of its open actions. */
  open = 0;
  touched = 0;
  /** The end of the task as it was told of already, where messages came after that. */
  readonly continues: ContinuedTask | undefined;
  isContinuationSaid = false;
  /** True once its root has ended; actions that are still open have outlived it. */
  isRootOver = false;
  /** The type of its root, to name it afterwards. */
  rootType: string | undefined;

  constructor(taskUuid: string, lane: number, continues: ContinuedTask | undefined) {
    this.taskUuid = taskUuid;
    this.lane = lane;
    this.continues = continues;
    this.begin = continues?.startTime;
    this.rootType = continues?.actionType;
  }

  /** The places from the root to the action of which the first `count` numbers are the level; made where missing. */
  path(level: TaskLevel, count: number): Place[] {
    const path = [this.root];
    let place = this.root;
    for (let i = 0; i < count; i++) {
      const number = level[i] as number;
      let next = place.children.get(number);
      if (next === undefined) {
        next = new Place();
        place.children.set(number, next);
      }
      place = next;
      path.push(place);
    }
    return path;
  }

  /** Forgets the places at the end of a path at which and below which nothing is open. */
  prune(path: readonly Place[], level: TaskLevel): void {
    for (let i = path.length - 1; i > 0; i--) {
      const place = path[i] as Place;
      if (place.action !== undefined || place.children.size > 0) return;
      (path[i - 1] as Place).children.delete(level[i - 1] as number);
    }
  }
}

/** The bounds of what is remembered. */
export interface Bounds {
  readonly openActions: number;
  readonly openTasks: number;
  readonly endedTasks: number;
}

const BOUNDS: Bounds = { openActions: 20_000, openTasks: 5_000, endedTasks: 20_000 };

/** The tasks that are open, in the order in which they began, and the names of those that ended. */
export class OpenTasks {
  readonly #bounds: Bounds;
  readonly #tasks = new Map<string, OpenTask>();
  readonly #ended = new Map<string, ContinuedTask>();
  #open = 0;
  #lanes = 0;
  #touches = 0;

  constructor(bounds: Bounds = BOUNDS) {
    this.#bounds = bounds;
  }

  /** The number of open actions. */
  get open(): number {
    return this.#open;
  }

  /** The task, which is made if it is not there. */
  task(taskUuid: string): OpenTask {
    let task = this.#tasks.get(taskUuid);
    if (task === undefined) {
      task = new OpenTask(taskUuid, this.#lanes++, this.#ended.get(taskUuid));
      this.#tasks.set(taskUuid, task);
    }
    task.touched = ++this.#touches;
    return task;
  }

  [Symbol.iterator](): Iterator<OpenTask> {
    return this.#tasks.values();
  }

  begin(task: OpenTask, place: Place, action: OpenAction): void {
    if (place.action === undefined) this.#count(task, 1);
    place.action = action;
  }

  end(task: OpenTask, place: Place): void {
    if (place.action !== undefined) this.#count(task, -1);
    place.action = undefined;
  }

  #count(task: OpenTask, change: number): void {
    task.open += change;
    this.#open += change;
  }

  /** Lets a task go; what comes of it later continues it. */
  forget(task: OpenTask): void {
    if (!this.#tasks.delete(task.taskUuid)) return;
    this.#open -= task.open;
    this.#ended.delete(task.taskUuid);
    this.#ended.set(task.taskUuid, { actionType: task.rootType, startTime: task.begin });
    if (this.#ended.size <= this.#bounds.endedTasks) return;
    for (const oldest of this.#ended.keys()) {
      this.#ended.delete(oldest);
      return;
    }
  }

  /** The tasks that were silent for longest, where there are too many; enough that this is seldom done. */
  surplus(): readonly OpenTask[] {
    const { openActions, openTasks } = this.#bounds;
    if (this.#open <= openActions && this.#tasks.size <= openTasks) return NONE;
    const bySilence = [...this.#tasks.values()].sort((a, b) => a.touched - b.touched);
    const surplus: OpenTask[] = [];
    let actions = this.#open;
    let tasks = this.#tasks.size;
    for (const task of bySilence) {
      if (actions <= openActions * 0.9 && tasks <= openTasks * 0.9) break;
      actions -= task.open;
      tasks--;
      surplus.push(task);
    }
    return surplus;
  }
}

const NONE: readonly OpenTask[] = [];
