import { tracingChannel } from "node:diagnostics_channel";
import { type Action, currentContext, hub, startAction } from "../../record/index.js";
import { crossing } from "./crossing.js";
import { type PublishedFields, plainFields, safely } from "./published-fields.js";

/** Options of `fromTracingChannel`. */
export interface FromTracingChannelOptions {
  /** The fields of the action's start; by default the texts, numbers and truth values of the traced call's object. */
  readonly fields?: (traced: object, channel: string) => object;
  /** The fields of the action's finish where the call succeeded, from the same object with its `result`; by default none. */
  readonly successFields?: (traced: object, channel: string) => object;
}

/** What a tracing channel publishes: one object a call, to which the outcome is added. */
type Traced = object & { readonly error?: unknown };

/**
 * Makes each call that a tracing channel of `node:diagnostics_channel` traces an action of the channel's name: a
 * child of the action that is current where the call is made, and current itself in the traced code, across its
 * awaits. It ends with the call: with its promise or callback where there is one. `names` are those given to
 * `tracingChannel`, such as `fastify.request.handler`. Gives the function that ends this; actions that are open then
 * still end with their calls.
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
  const fieldsOf = safely((options.fields ?? plainFields) as PublishedFields);
  const successFieldsOf = options.successFields && safely(options.successFields as PublishedFields);
  const channel = tracingChannel(name);
  const actions = new WeakMap<object, Action>();
  let open = 0;
  let isEnded = false;

  // Where the platform binds no store, or the traced code publishes by itself, the start is first heard of as a
  // subscriber; else the store has made the action before.
  const start = (traced: unknown): void => {
    startOf(traced as Traced);
  };
  const startOf = (traced: Traced): Action | undefined => {
    if (actions.has(traced)) return actions.get(traced);
    crossing.inward(() => {
      actions.set(traced, startAction(name, fieldsOf(traced, name)));
      open++;
    });
    return actions.get(traced);
  };

  const finish = (published: unknown): void => {
    const traced = published as Traced;
    const action = actions.get(traced);
    if (action === undefined) return;
    actions.delete(traced);
    open--;
    crossing.inward(() => {
      if ("error" in traced) return action.finish(traced.error);
      if (successFieldsOf) action.addSuccessFields(successFieldsOf(traced, name));
      action.finish();
    });
    if (isEnded && open === 0) stopListening();
  };
  // The end of the synchronous part is that of the call where its outcome is known by then.
  const finishIfKnown = (traced: unknown): void => {
    if ("error" in (traced as Traced) || "result" in (traced as Traced)) finish(traced);
  };
  const stopListening = (): void => {
    channel.end.unsubscribe(finishIfKnown);
    channel.asyncEnd.unsubscribe(finish);
  };

  // Bound before the subscriber stands: what hears of the start is to find the action current.
  const unbind = hub.carrier.bindTo?.(channel.start, (traced) => {
    const action = startOf(traced as Traced);
    return action === undefined ? currentContext() : action.run(currentContext);
  });
  channel.start.subscribe(start);
  channel.end.subscribe(finishIfKnown);
  channel.asyncEnd.subscribe(finish);
  return () => {
    isEnded = true;
    unbind?.();
    channel.start.unsubscribe(start);
    if (open === 0) stopListening();
  };
}
