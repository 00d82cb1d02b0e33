import { isXRay, messagesOfXRay } from "../../tracers/index.js";
import type { DocumentForm } from "./document-form.js";

/** Segments of AWS X-Ray: each is given at once. */
export const xRay: DocumentForm = {
  name: "X-Ray's segments",
  by: "AWS X-Ray: what its daemon is sent, and `aws xray batch-get-traces`",
  recognizes: isXRay,
  open: ({ unused }) => ({
    add: (value, line) => messagesOfXRay(value, (reason) => unused(line, reason)),
    end: () => [],
  }),
};
