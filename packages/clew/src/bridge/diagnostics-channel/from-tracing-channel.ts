// Calls that a tracing channel traces, as actions: which they are, what is current in them, and when they end.

import { tracingChannel } from "node:diagnostics_channel";
import { keepChannel } from "../../node/index.js";
import { type Action, type Context, currentContext, hub, startAction } from "../../record/index.js";
import { crossing } from "./crossing.js";
import { type PublishedFields, plainFields, safely } from "./published-fields.js";

/** Options of `fromTracingChannel`. */
export interface FromTracingChannelOptions {
  /** The action's type; by default the channel's name. */
  readonly actionType?: string;
  /** The fields of the action's start; by default the texts, numbers and truth values of the traced call's object. */
  readonly fields?: (traced: object, channel: string) => object;
  /** The fields of the action's finish where the call succeeded, from the same object with its `result`; by default none. */
  readonly successFields?: (traced: object, channel: string) => object;
  /** Which calls become actions; by default all. Called where the call is made, so that `currentAction()` is its parent. */
  readonly where?: (traced: object, channel: string) => boolean;
  /**
   * Whether the calls become actions; `true` by default. With `false` they only keep their callbacks where they were
   * made: for what a library does on the way to the calls that are worth an action, as getting a connection from a pool.
   */
  readonly logged?: boolean;
  /**
   * Whether the traced code runs in no action and no scope, though its action is a child of the current one: for calls
   * that open a connection, which outlives whoever was the first to need it.
   */
  readonly detached?: boolean;
}

/** What a tracing channel publishes: one object a call, to which the outcome is added. */
type Traced = object & { readonly error?: unknown; readonly async?: unknown };

/** A call that is followed. */
interface Call {
  /** Absent where calls do not become actions. */
  readonly action: Action | undefined;
  /** What was current where the call was made. */
  readonly caller: Context | undefined;
  isOpen: boolean;
}

/**
 * Makes each call that a tracing channel of `node:diagnostics_channel` traces an action of the channel's name: a
 * child of the action that is current where the call is made, and current itself in the traced code, across its
 * awaits. It ends with the call: with its promise, or before its callback is called, which runs where the call was
 * made, whoever calls it. `names` are those given to `tracingChannel`, such as `fastify.request.handler`. Gives the
 * function that ends this; actions that are open then still end with their calls.
 *
 * A library that keeps connections hands each call to whoever freed one. Such a library has a channel for getting a
 * connection too, and its calls are kept apart only where that one is followed as well: `mysql2:pool:connect` with
 * `mysql2:query`.
 *
 * @example
 * ```ts
 * import { tracingChannel } from "node:diagnostics_channel";
 * import { addDestination, logMessage } from "clew";
 * import { fromTracingChannel } from "clew/bridge/diagnostics-channel";
 *
 * addDestination(({ action_type, action_status, message_type, task_level }) => {
 *   console.log(action_type ?? message_type, action_status ?? "", `/${task_level.join("/")}`);
 * });
 * const end = fromTracingChannel(["db.query"]);
 * tracingChannel("db.query").traceSync(() => logMessage("planned"), { text: "select 1" });
 * end();
 * ```
 *
 * ```text output
 * db.query started /1
 * planned  /2
 * db.query succeeded /3
 * ```
 */
export function fromTracingChannel(names: readonly string[], options: FromTracingChannelOptions = {}): () => void {
  const ends = names.map((name) => follow(name, options));
  return () => {
    for (const end of ends) end();
  };
}

function follow(name: string, options: FromTracingChannelOptions): () => void {
  const { actionType = name, detached = false, logged = true, where } = options;
  const fieldsOf = safely((options.fields ?? plainFields) as PublishedFields);
  const successFieldsOf = options.successFields && safely(options.successFields as PublishedFields);
  const channel = tracingChannel(name);
  const releases = [channel.start, channel.end, channel.asyncStart, channel.asyncEnd].map(keepChannel);
  const calls = new WeakMap<object, Call>();
  let open = 0;
  let isEnded = false;

  const isWanted = (traced: Traced): boolean => {
    try {
      return where === undefined || where(traced, name);
    } catch {
      // One whose question fails is logged: it may be the one that explains why.
      return true;
    }
  };
  // Where the platform binds no store, or the traced code publishes by itself, the start is first heard of as a
  // subscriber; else the store has made the action before.
  const start = (traced: unknown): void => {
    callOf(traced as Traced);
  };
  const callOf = (traced: Traced): Call | undefined => {
    const known = calls.get(traced);
    if (known?.isOpen) return known;
    if (!isWanted(traced)) return undefined;
    crossing.inward(() => {
      const caller = currentContext();
      const action = logged ? startAction(actionType, fieldsOf(traced, name)) : undefined;
      calls.set(traced, { action, caller, isOpen: true });
      open++;
    });
    return calls.get(traced);
  };

  const finish = (published: unknown): void => {
    const traced = published as Traced;
    const call = calls.get(traced);
    if (!call?.isOpen) return;
    call.isOpen = false;
    open--;
    const { action } = call;
    if (action !== undefined) {
      crossing.inward(() => {
        if ("error" in traced) return action.finish(traced.error);
        if (successFieldsOf) action.addSuccessFields(successFieldsOf(traced, name));
        action.finish();
      });
    }
    if (isEnded && open === 0) stopListening();
  };
  // The end of the synchronous part is that of the call where its outcome is known by then.
  const finishIfKnown = (published: unknown): void => {
    const traced = published as Traced;
    // Fastify says so where nothing is to follow.
    if ("error" in traced || "result" in traced || traced.async === false) finish(traced);
  };

  // Bound before the subscribers stand: what hears of the start is to find the action current.
  const unbindStart = hub.carrier.bindTo?.(channel.start, (published) => {
    const call = callOf(published as Traced);
    if (call === undefined) return currentContext();
    if (detached) return undefined;
    return call.action === undefined ? call.caller : call.action.run(currentContext);
  });
  // The callback: called by whoever has the answer, which is often another call of the same connection.
  const unbindAsyncStart = hub.carrier.bindTo?.(channel.asyncStart, (published) => {
    const call = calls.get(published as Traced);
    return call === undefined ? currentContext() : call.caller;
  });
  const stopListening = (): void => {
    for (const release of releases) release();
    unbindAsyncStart?.();
    channel.end.unsubscribe(finishIfKnown);
    channel.asyncStart.unsubscribe(finish);
    channel.asyncEnd.unsubscribe(finish);
  };
  channel.start.subscribe(start);
  channel.end.subscribe(finishIfKnown);
  // Before the callback, whose time is its own; after it where a library tells of no more.
  channel.asyncStart.subscribe(finish);
  channel.asyncEnd.subscribe(finish);
  return () => {
    isEnded = true;
    unbindStart?.();
    channel.start.unsubscribe(start);
    if (open === 0) stopListening();
  };
}
