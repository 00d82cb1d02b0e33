import type { Message } from "clew/parse";

/** What waits for its task to fail, at most. Beyond it the tasks that began first are given up. */
const MOST_HELD = 100_000;
/** So many failed tasks are remembered, so that what follows is shown too. */
const MOST_FAILED = 20_000;

interface HeldTask {
  readonly messages: Message[];
  open: number;
}

/** Lets a task's messages through once something in it has failed; those from before then come first. */
export class OnceFailed {
  readonly #held = new Map<string, HeldTask>();
  readonly #failed = new Set<string>();
  #count = 0;

  /** What is to be shown now that this message has come. */
  pass(message: Message): readonly Message[] {
    const { task_uuid: taskUuid, task_level: level, action_status: status } = message;
    if (this.#failed.has(taskUuid)) return [message];
    const task = this.#held.get(taskUuid) ?? { messages: [], open: 0 };
    this.#held.set(taskUuid, task);
    task.messages.push(message);
    this.#count++;
    if (status === "failed") {
      this.#drop(taskUuid, task);
      this.#remember(taskUuid);
      return task.messages;
    }
    if (status === "started") task.open++;
    else if (status === "succeeded") task.open--;
    // Nothing is open: it ended well, or it is a message that stands alone.
    if (task.open <= 0 && level.length === 1) this.#drop(taskUuid, task);
    for (const [oldest, other] of this.#held) {
      if (this.#count <= MOST_HELD) break;
      this.#drop(oldest, other);
    }
    return [];
  }

  #drop(taskUuid: string, { messages }: HeldTask): void {
    if (this.#held.delete(taskUuid)) this.#count -= messages.length;
  }

  #remember(taskUuid: string): void {
    this.#failed.add(taskUuid);
    if (this.#failed.size <= MOST_FAILED) return;
    for (const oldest of this.#failed) {
      this.#failed.delete(oldest);
      return;
    }
  }
}
