import { cloudwatch } from "./cloudwatch.js";
import { compose } from "./compose.js";
import { cri } from "./cri.js";
import { docker } from "./docker.js";
import { elasticsearch } from "./elasticsearch.js";
import { fluent } from "./fluent.js";
import { fly } from "./fly.js";
import { foreman } from "./foreman.js";
import { gcp } from "./gcp.js";
import { githubActions } from "./github-actions.js";
import { heroku } from "./heroku.js";
import { journald } from "./journald.js";
import { kubectl } from "./kubectl.js";
import { list } from "./list.js";
import { loki } from "./loki.js";
import { nested } from "./nested.js";
import { pm2 } from "./pm2.js";
import { prefix } from "./prefix.js";
import { quoted } from "./quoted.js";
import { stern } from "./stern.js";
import { syslog } from "./syslog.js";
import { textInObject } from "./text-in-object.js";
import { timestamps } from "./timestamps.js";
import { twisted } from "./twisted.js";
import type { Wrapper } from "./wrapper.js";

/** The wrappers, in the order in which they are tried: the certain ones first, the general rules last. */
export const WRAPPERS: readonly Wrapper[] = [
  docker,
  cri,
  githubActions,
  heroku,
  fly,
  kubectl,
  foreman,
  pm2,
  twisted,
  syslog,
  journald,
  cloudwatch,
  gcp,
  loki,
  elasticsearch,
  list,
  fluent,
  compose,
  stern,
  timestamps,
  prefix,
  quoted,
  textInObject,
  nested,
];

/** Docker's own files: each line is one object, whose text is looked at without decoding the rest. */
export const FIRST_WRAPPER = docker;
/** Those that are asked where nothing else was found. */
export const LAST_WRAPPER = nested;
export const TEXT_WRAPPERS = WRAPPERS.filter((wrapper) => wrapper.ofText !== undefined && wrapper !== FIRST_WRAPPER);
export const OBJECT_WRAPPERS = WRAPPERS.filter((wrapper) => wrapper.ofObject !== undefined && wrapper !== LAST_WRAPPER);

export { BEFORE_TEXT, behindText, dockerPattern, sourceOfDocker } from "./docker.js";
export type { SourceFields, Unwrapped, Wrapper } from "./wrapper.js";
