import { isZipkinSpan, ZipkinSpans } from "../../tracers/index.js";
import type { DocumentForm } from "./document-form.js";

/** Spans of Zipkin, of both of its forms: they are gathered, for two halves of a call may share an id. */
export const zipkin: DocumentForm = {
  name: "Zipkin's JSON",
  by: "Zipkin: its API and its page",
  recognizes: isZipkinSpan,
  open: ({ unused }) => {
    const spans = new ZipkinSpans();
    return {
      add: (value, line) => {
        const reason = spans.add(value);
        if (reason !== undefined) unused(line, reason);
        return [];
      },
      end: () => spans.messages((reason) => unused(0, reason)),
    };
  },
};
