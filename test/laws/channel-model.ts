// What channels and limiters must do, written a second time in the plainest way: lists, and no promises.

/** One call of `send`, `receive` or `acquire`, and what becomes of it. */
export interface Call {
  /** The sender or receiver that it was made on. */
  readonly end: object;
  readonly item?: number;
  outcome: string;
}

const WAITS = "waits";

function takeOut(calls: Call[], isMeant: (call: Call) => boolean, outcome: string): void {
  for (const call of calls.filter(isMeant)) {
    calls.splice(calls.indexOf(call), 1);
    call.outcome = outcome;
  }
}

export class ChannelModel {
  readonly #capacity: number;
  readonly #held: number[] = [];
  readonly #sends: Call[] = [];
  readonly #receives: Call[] = [];
  readonly senders = new Set<object>();
  readonly receivers = new Set<object>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  send(end: object, item: number): Call {
    const call: Call = { end, item, outcome: WAITS };
    const receive = this.#receives[0];
    if (!this.senders.has(end)) call.outcome = "closed";
    else if (this.receivers.size === 0) call.outcome = "broken";
    else if (receive !== undefined) {
      this.#receives.shift();
      receive.outcome = `item ${item}`;
      call.outcome = "sent";
    } else if (this.#held.length < this.#capacity) {
      this.#held.push(item);
      call.outcome = "sent";
    } else this.#sends.push(call);
    return call;
  }

  receive(end: object): Call {
    const call: Call = { end, outcome: WAITS };
    const [held] = this.#held;
    const [send] = this.#sends;
    if (!this.receivers.has(end)) call.outcome = "closed";
    else if (held === undefined && send === undefined) {
      if (this.senders.size === 0) call.outcome = "end";
      else this.#receives.push(call);
    } else {
      call.outcome = `item ${held ?? send?.item}`;
      if (held !== undefined) this.#held.shift();
      if (send !== undefined) {
        this.#sends.shift();
        send.outcome = "sent";
        if (held !== undefined) this.#held.push(send.item as number);
      }
    }
    return call;
  }

  cancel(cancelled: Call): void {
    takeOut(this.#sends, (call) => call === cancelled, "cancelled");
    takeOut(this.#receives, (call) => call === cancelled, "cancelled");
  }

  closeSender(end: object): void {
    if (!this.senders.delete(end)) return;
    takeOut(this.#sends, (call) => call.end === end, "closed");
    if (this.senders.size === 0) takeOut(this.#receives, () => true, "end");
  }

  closeReceiver(end: object): void {
    if (!this.receivers.delete(end)) return;
    takeOut(this.#receives, (call) => call.end === end, "closed");
    if (this.receivers.size > 0) return;
    this.#held.length = 0;
    takeOut(this.#sends, () => true, "broken");
  }
}

export class LimiterModel {
  #total: number;
  #borrowed = 0;
  readonly #waiting: Call[] = [];

  constructor(total: number) {
    this.#total = total;
  }

  acquire(end: object): Call {
    const call: Call = { end, outcome: WAITS };
    this.#waiting.push(call);
    this.#letIn();
    return call;
  }

  release(): void {
    this.#borrowed--;
    this.#letIn();
  }

  set total(total: number) {
    this.#total = total;
    this.#letIn();
  }

  cancel(cancelled: Call): void {
    takeOut(this.#waiting, (call) => call === cancelled, "cancelled");
  }

  #letIn(): void {
    while (this.#borrowed < this.#total) {
      const call = this.#waiting.shift();
      if (call === undefined) return;
      this.#borrowed++;
      call.outcome = "acquired";
    }
  }
}
