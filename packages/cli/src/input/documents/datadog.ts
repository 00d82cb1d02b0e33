import { isDatadogSpan, messagesOfDatadogSpan } from "../../tracers/index.js";
import type { DocumentForm } from "./document-form.js";

/** Spans of Datadog: each is given at once. */
export const datadog: DocumentForm = {
  name: "Datadog's spans",
  by: "Datadog's libraries, to its agent",
  recognizes: isDatadogSpan,
  open: ({ unused }) => ({
    add: (value, line) => {
      const messages = messagesOfDatadogSpan(value);
      if (typeof messages !== "string") return messages;
      unused(line, messages);
      return [];
    },
    end: () => [],
  }),
};
