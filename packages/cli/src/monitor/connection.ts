/** The line to a program's monitor: requests with their answers, and the news that come in between. */

import { connect as connectSocket, type Socket } from "node:net";
import { createInterface } from "node:readline";
import {
  MONITOR_PROTOCOL,
  type MonitorGreeting,
  type MonitorNews,
  type MonitorReply,
  type MonitorRequest,
} from "clew/observe";
import { AttachError } from "./attach-error.js";

/** A monitor greets within milliseconds, whatever its program does. */
const GREETING_MS = 3_000;

type WithoutId<R> = R extends unknown ? Omit<R, "id"> : never;
type Answer = Extract<MonitorReply, { answer: unknown }>["answer"];

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export class Connection {
  readonly greeting: MonitorGreeting;
  /** Resolves when the program, or its monitor, has gone. */
  readonly ended: Promise<void>;
  /** Is given what happens, once it is followed. */
  onNews: ((news: MonitorNews) => void) | undefined;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #hasEnded = false;

  constructor(socket: Socket, greeting: MonitorGreeting, lines: NodeJS.EventEmitter) {
    this.#socket = socket;
    this.greeting = greeting;
    lines.on("line", (line: string) => this.#read(line));
    this.ended = new Promise((resolve) => {
      socket.once("close", () => {
        this.#hasEnded = true;
        for (const { reject } of this.#waiting.values()) reject(gone(greeting));
        resolve();
      });
    });
  }

  ask<A extends Answer>(request: WithoutId<MonitorRequest>): Promise<A> {
    if (this.#hasEnded) return Promise.reject(gone(this.greeting));
    const id = ++this.#lastId;
    this.#socket.write(`${JSON.stringify({ id, ...request })}\n`);
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    }) as Promise<A>;
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(line: string): void {
    const message = JSON.parse(line) as MonitorReply | MonitorNews;
    if ("events" in message) {
      this.onNews?.(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ("answer" in message) waiting?.resolve(message.answer);
    else waiting?.reject(new AttachError(`The monitor refused: ${message.error}`));
  }
}

function gone({ program, pid }: MonitorGreeting): AttachError {
  return new AttachError(`The program ${program} (${pid}) has ended, or closed its monitor`);
}

/** Connects to a monitor and waits for its greeting. Rejects with the system's error where nobody is there. */
export async function connect(address: string): Promise<Connection> {
  const socket = connectSocket(address);
  const lines = createInterface({ input: socket });
  // It repeats the errors of its input, which are heard there.
  lines.on("error", () => {});
  const first = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy();
      reject(
        new AttachError(
          `The listener at ${address} sent no greeting: the program is stopped, or it is no monitor of clew`,
        ),
      );
    }, GREETING_MS);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    socket.once("error", (error) => settle(() => reject(error)));
    socket.once("close", () => settle(() => reject(new AttachError(`The listener at ${address} hung up`))));
    lines.once("line", (line) => settle(() => resolve(line)));
  });
  // A connection that breaks is told by its end.
  socket.on("error", () => {});
  try {
    return new Connection(socket, readGreeting(first, address), lines);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function readGreeting(line: string, address: string): MonitorGreeting {
  let greeting: Partial<MonitorGreeting> | null = null;
  try {
    greeting = JSON.parse(line) as Partial<MonitorGreeting> | null;
  } catch {
    // Said below.
  }
  if (greeting?.clew !== "monitor") throw new AttachError(`The listener at ${address} is no monitor of clew`);
  if (greeting.protocol === MONITOR_PROTOCOL) return greeting as MonitorGreeting;
  const [older, which] =
    Number(greeting.protocol) < MONITOR_PROTOCOL ? ["older", "program's clew"] : ["newer", "command"];
  throw new AttachError(
    `The monitor of process ${greeting.pid} is of ${older === "older" ? "an older" : "a newer"} version: it speaks ` +
      `protocol ${greeting.protocol}, this command ${MONITOR_PROTOCOL}; update the ${which}`,
  );
}
