import { isSegment, messagesOfSegment } from "../../tracers/index.js";
import type { DocumentForm } from "./document-form.js";

/** Segments of SkyWalking: their lines depend on each alone. */
export const skywalking: DocumentForm = {
  name: "SkyWalking's segments",
  by: "SkyWalking's agents",
  recognizes: isSegment,
  open: ({ unused }) => ({
    add: (value, line) => messagesOfSegment(value, (reason) => unused(line, reason)),
    end: () => [],
  }),
};
