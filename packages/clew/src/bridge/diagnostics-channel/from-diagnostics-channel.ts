import { listenToChannel } from "../../node/index.js";
import { logMessage } from "../../record/index.js";
import { crossing } from "./crossing.js";
import { type PublishedFields, plainFields, safely } from "./published-fields.js";

/** Options of `fromDiagnosticsChannel`. */
export interface FromDiagnosticsChannelOptions {
  /**
   * The fields to log of what was published; by default its texts, numbers and truth values. What is published are
   * often requests and sockets, of which the whole would be far too much.
   */
  readonly fields?: (published: unknown, channel: string) => object;
}

/**
 * Makes what is published on channels of `node:diagnostics_channel` a message in the action that is current where it
 * is published: the channel's name is its type. Gives the function that ends this. What `toDiagnosticsChannel`
 * publishes stays out. For tracing channels there is `fromTracingChannel`, which makes actions.
 *
 * @example
 * ```ts
 * import { channel } from "node:diagnostics_channel";
 * import { addDestination, withAction } from "clew";
 * import { fromDiagnosticsChannel } from "clew/bridge/diagnostics-channel";
 *
 * addDestination(({ message_type, rows }) => message_type && console.log(message_type, rows));
 * const end = fromDiagnosticsChannel(["db:query"]);
 * withAction("load", () => channel("db:query").publish({ rows: 3 }));
 * end();
 * ```
 *
 * ```text output
 * db:query 3
 * ```
 */
export function fromDiagnosticsChannel(
  channels: readonly string[],
  options: FromDiagnosticsChannelOptions = {},
): () => void {
  const fieldsOf: PublishedFields = safely(options.fields ?? plainFields);
  const take = (published: unknown, name: string | symbol): void => {
    const type = String(name);
    crossing.inward(() => logMessage(type, fieldsOf(published, type)));
  };
  const ends = channels.map((name) => listenToChannel(name, take));
  return () => {
    for (const end of ends) end();
  };
}
