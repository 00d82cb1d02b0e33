import { channel } from "node:diagnostics_channel";
import { addDestination, type MessageDestination } from "../../record/index.js";
import type { Message } from "../../wire/index.js";
import { crossing } from "./crossing.js";

/**
 * Adds a destination that publishes each message on a channel of `node:diagnostics_channel`, for tools that listen
 * there. Gives the destination, for `removeDestination`. Messages that came from a channel stay out.
 *
 * @example
 * ```ts
 * import { subscribe } from "node:diagnostics_channel";
 * import { logMessage } from "clew";
 * import { toDiagnosticsChannel } from "clew/bridge/diagnostics-channel";
 *
 * subscribe("clew:message", (message) => console.log((message as { message_type?: string }).message_type));
 * toDiagnosticsChannel();
 * logMessage("started");
 * ```
 *
 * ```text output
 * started
 * ```
 */
export function toDiagnosticsChannel(name = "clew:message"): MessageDestination {
  const target = channel(name);
  const destination: MessageDestination = {
    name: `channel ${name}`,
    filter: () => target.hasSubscribers,
    write(message: Message): void {
      crossing.outward(() => target.publish(message));
    },
  };
  addDestination(destination);
  return destination;
}
