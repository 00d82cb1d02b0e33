/**
 * amqplib, kafkajs and BullMQ: what is sent carries the place that it came from, and what is received continues it, as
 * a request does.
 */

import { type Action, detached, serializeTo, startFrom } from "../../record/index.js";
import { type Part, partOf, warnOfLeftAlone } from "../part.js";
import { beginCall, describe, type Ending, endWith, replaceMethod } from "../traced-call.js";

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Headers = { readonly [name: string]: unknown };

/** The headers that tell the receiver of an action, beside those that are there. */
function headersFrom(action: Action, headers: unknown): Headers {
  const own = (typeof headers === "object" && headers !== null ? headers : {}) as Headers;
  return { ...action.run(() => serializeTo<{ [name: string]: string }>({})), ...own };
}

/** Runs what handles something that was received as an action that the headers continue. */
function receive(thing: string, type: string, fields: object, headers: object, handle: () => unknown): unknown {
  let action: Action;
  try {
    // The connection's own context is whoever's first used it.
    action = detached(() => startFrom(headers, type, fields));
  } catch (error) {
    warnOfLeftAlone(`what ${thing} receives`, describe(error));
    return handle();
  }
  const ending: Ending = { succeed: () => action.finish(), fail: (error) => action.finish(error) };
  try {
    return endWith(action.run(handle), ending);
  } catch (error) {
    action.finish(error);
    throw error;
  }
}

/** Kafka and RabbitMQ give what was a text as bytes. */
function textHeaders(headers: unknown): Headers {
  if (typeof headers !== "object" || headers === null) return {};
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      ArrayBuffer.isView(value) ? Buffer.from(value as Uint8Array).toString() : value,
    ]),
  );
}

interface AmqpMessage {
  readonly fields?: { readonly exchange?: string; readonly routingKey?: string };
  readonly properties?: { readonly headers?: unknown };
}

/** The channel of amqplib, with promises or with callbacks. */
export function patchAmqpChannel(exports: { readonly Channel: { readonly prototype: object } }): void {
  const part = partOf("amqp");
  replaceMethod(exports.Channel.prototype, "publish", (publish) => {
    return function (this: unknown, ...args) {
      if (part.users === 0) return publish.apply(this, args);
      const [exchange, routingKey, content, options] = args as [
        unknown,
        unknown,
        unknown,
        { readonly headers?: unknown } | undefined,
      ];
      const begun = beginCall("amqp", () => ({ type: "amqp.publish", fields: { exchange, routing_key: routingKey } }));
      if (begun === undefined) return publish.apply(this, args);
      const told = { ...options, headers: headersFrom(begun.action, options?.headers) };
      try {
        const isAccepted = begun.action.run(() =>
          publish.call(this, exchange, routingKey, content, told, ...args.slice(4)),
        );
        begun.succeed();
        return isAccepted;
      } catch (error) {
        begun.fail(error);
        throw error;
      }
    };
  });
  replaceMethod(exports.Channel.prototype, "consume", (consume) => {
    return function (this: unknown, ...args) {
      const [queue, handle, ...rest] = args;
      if (part.users === 0 || typeof handle !== "function") return consume.apply(this, args);
      const told: Method = function (this: unknown, ...given) {
        const message = given[0] as AmqpMessage | null;
        // Nothing is what a consumer is told when it is cancelled.
        if (part.users === 0 || message === null) return handle.apply(this, given);
        const { exchange, routingKey } = message.fields ?? {};
        const headers = textHeaders(message.properties?.headers);
        const fields = { queue, exchange, routing_key: routingKey };
        return receive("amqp", "amqp.consume", fields, headers, () => handle.apply(this, given));
      };
      return consume.call(this, queue, told, ...rest);
    };
  });
}

interface KafkaMessage {
  readonly headers?: unknown;
  readonly key?: unknown;
  readonly offset?: string;
}

interface KafkaSend {
  readonly topic?: string;
  readonly messages?: readonly KafkaMessage[];
}

/** The client of kafkajs, whose producers and consumers are made by it. */
export function patchKafka(Client: { readonly prototype: object }): void {
  const part = partOf("kafka");
  replaceMethod(Client.prototype, "producer", (make) => {
    return function (this: unknown, ...args) {
      const producer = make.apply(this, args) as { send: Method; sendBatch: Method };
      replaceMethod(producer, "send", (send) => sending(part, send));
      return producer;
    };
  });
  replaceMethod(Client.prototype, "consumer", (make) => {
    return function (this: unknown, ...args) {
      const consumer = make.apply(this, args) as { run: Method };
      replaceMethod(consumer, "run", (run) => running(part, run));
      return consumer;
    };
  });
}

function sending(part: Part, send: Method): Method {
  return function (this: unknown, ...args) {
    if (part.users === 0) return send.apply(this, args);
    const given = args[0] as KafkaSend;
    const begun = beginCall("kafka", () => ({
      type: "kafka.publish",
      fields: { topic: given.topic, messages: given.messages?.length },
    }));
    if (begun === undefined) return send.apply(this, args);
    const messages = given.messages?.map((message) => ({
      ...message,
      headers: headersFrom(begun.action, message.headers),
    }));
    return endWith(
      begun.action.run(() => send.call(this, { ...given, messages }, ...args.slice(1))),
      begun,
    );
  };
}

interface KafkaGiven {
  readonly topic?: string;
  readonly partition?: number;
  readonly message?: KafkaMessage;
  readonly batch?: { readonly topic?: string; readonly partition?: number; readonly messages?: readonly unknown[] };
}

function running(part: Part, run: Method): Method {
  return function (this: unknown, ...args) {
    const plan = (args[0] ?? {}) as { readonly eachMessage?: Method; readonly eachBatch?: Method };
    const told = (handle: Method | undefined): { readonly [name: string]: Method } | undefined =>
      handle && {
        [handle === plan.eachMessage ? "eachMessage" : "eachBatch"](this: unknown, ...given) {
          if (part.users === 0) return handle.apply(this, given);
          const { topic, partition, message, batch } = given[0] as KafkaGiven;
          const fields =
            batch === undefined
              ? { topic, partition, offset: message?.offset }
              : { topic: batch.topic, partition: batch.partition, messages: batch.messages?.length };
          return receive("kafka", "kafka.consume", fields, textHeaders(message?.headers), () =>
            handle.apply(this, given),
          );
        },
      };
    return run.call(this, { ...plan, ...told(plan.eachMessage), ...told(plan.eachBatch) }, ...args.slice(1));
  };
}

interface Job {
  readonly name?: string;
  readonly id?: string;
  readonly queueName?: string;
  readonly attemptsMade?: number;
  readonly opts?: { readonly telemetry?: { readonly metadata?: unknown } };
}

/** A job carries its place where BullMQ has room for what traces: in its option `telemetry`. */
export function patchBullmqQueue(exports: { readonly Queue: { readonly prototype: object } }): void {
  const part = partOf("bullmq");
  replaceMethod(exports.Queue.prototype, "addJob", (add) => {
    return function (this: unknown, ...args) {
      if (part.users === 0) return add.apply(this, args);
      const [name, data, options] = args as [unknown, unknown, Job["opts"]];
      const { name: queue } = this as { readonly name?: string };
      const begun = beginCall("bullmq", () => ({ type: "job.add", fields: { queue, job: name } }));
      if (begun === undefined) return add.apply(this, args);
      const place = options?.telemetry?.metadata ?? JSON.stringify(headersFrom(begun.action, {}));
      const told = { ...options, telemetry: { ...options?.telemetry, metadata: place } };
      return endWith(
        begun.action.run(() => add.call(this, name, data, told, ...args.slice(3))),
        begun,
      );
    };
  });
}

export function patchBullmqWorker(exports: { readonly Worker: { readonly prototype: object } }): void {
  const part = partOf("bullmq");
  replaceMethod(exports.Worker.prototype, "callProcessJob", (process) => {
    return function (this: unknown, ...args) {
      if (part.users === 0) return process.apply(this, args);
      const { name, id, queueName, attemptsMade, opts } = args[0] as Job;
      const fields = { queue: queueName, job: name, job_id: id, attempt: (attemptsMade ?? 0) + 1 };
      return receive("bullmq", "job.run", fields, placeOf(opts?.telemetry?.metadata), () => process.apply(this, args));
    };
  });
  replaceMethod(exports.Worker.prototype, "run", (run) => {
    return function (this: unknown, ...args) {
      // A worker that a request makes outlives it.
      return part.users === 0 ? run.apply(this, args) : detached(() => run.apply(this, args));
    };
  });
}

function placeOf(metadata: unknown): object {
  try {
    const place: unknown = typeof metadata === "string" ? JSON.parse(metadata) : undefined;
    return typeof place === "object" && place !== null ? place : {};
  } catch {
    // Another tracer's.
    return {};
  }
}
