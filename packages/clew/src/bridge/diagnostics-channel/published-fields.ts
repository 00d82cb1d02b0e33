import { describeThrown } from "../../wire/index.js";

/** Gives the fields to log of what was published on a channel. */
export type PublishedFields = (published: unknown, channel: string) => object;

/** The texts, numbers and truth values of what was published: requests and sockets in whole would be far too much. */
export function plainFields(published: unknown): object {
  if (typeof published !== "object" || published === null) return { value: published };
  return Object.fromEntries(
    Object.entries(published).filter(([, value]) => ["string", "number", "boolean", "bigint"].includes(typeof value)),
  );
}

/** The fields that a function of the user gives; what a subscriber throws would end the process. */
export function safely(fields: PublishedFields): PublishedFields {
  return (published, channel) => {
    try {
      return fields(published, channel);
    } catch (error) {
      return { value: `[its fields cannot be had: ${describeThrown(error)}]` };
    }
  };
}
