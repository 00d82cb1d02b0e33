import { HarArchive, isHar } from "../../tracers/index.js";
import type { DocumentForm } from "./document-form.js";

/** An archive of HTTP requests. */
export const har: DocumentForm = {
  name: "HAR",
  by: "browsers' developer tools, Playwright, proxies: an archive of HTTP requests",
  recognizes: isHar,
  open: ({ unused }) => {
    const archive = new HarArchive();
    return {
      add: (value, line) => archive.add(value, (reason) => unused(line, reason)),
      end: () => archive.end(),
    };
  },
};
