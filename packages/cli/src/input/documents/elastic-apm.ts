import { ElasticApm, isElasticApm } from "../../tracers/index.js";
import type { DocumentForm } from "./document-form.js";

/** What agents of Elastic APM send: what failed waits for its error, of which some tell behind it. */
export const elasticApm: DocumentForm = {
  name: "Elastic APM's",
  by: "Elastic APM: what its agents send, and the documents that Elasticsearch keeps",
  recognizes: isElasticApm,
  open: ({ unused }) => {
    const apm = new ElasticApm();
    let last = 0;
    return {
      add: (value, line) => {
        last = line;
        return apm.add(value, (reason) => unused(line, reason));
      },
      end: () => apm.end((reason) => unused(last, reason)),
    };
  },
};
