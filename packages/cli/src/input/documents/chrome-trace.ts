import { isTraceEvent, objectsIn, TraceEvents } from "../../tracers/index.js";
import type { DocumentForm } from "./document-form.js";

/** Chrome's trace events, in a list or in `traceEvents`: they are gathered, for what lies in what is known at the end. */
export const chromeTrace: DocumentForm = {
  name: "Chrome's trace events",
  by: "Chrome, Node's --trace-event-categories, Perfetto, and all that write for about:tracing",
  recognizes: (value) => Array.isArray(value.traceEvents) || isTraceEvent(value),
  open: ({ unused }) => {
    const events = new TraceEvents();
    return {
      add: (value, line) => {
        for (const event of Array.isArray(value.traceEvents) ? objectsIn(value.traceEvents) : [value]) {
          const reason = isTraceEvent(event) ? events.add(event) : "no trace event";
          if (reason !== undefined) unused(line, reason);
        }
        return [];
      },
      end: () => events.messages((reason) => unused(0, reason)),
    };
  },
};
