import type { Dialect } from "../parts/index.js";
import { accessText } from "./access-text.js";
import { apacheError } from "./apache-error.js";
import { gin } from "./gin.js";
import { go } from "./go.js";
import { haproxy } from "./haproxy.js";
import { klog } from "./klog.js";
import { levelFirst } from "./level-first.js";
import { levelThenTime } from "./level-then-time.js";
import { loadBalancer } from "./load-balancer.js";
import { logfmt } from "./logfmt.js";
import { morgan } from "./morgan.js";
import { mysql } from "./mysql.js";
import { nest } from "./nest.js";
import { nginxError } from "./nginx-error.js";
import { plain } from "./plain.js";
import { prefixed } from "./prefixed.js";
import { pythonServers } from "./python-servers.js";
import { redis } from "./redis.js";
import { ruby } from "./ruby.js";

/** The dialects of text, in the order in which they are tried. */
export const TEXT_DIALECTS: readonly Dialect[] = [
  prefixed,
  logfmt,
  accessText,
  loadBalancer,
  haproxy,
  gin,
  pythonServers,
  morgan,
  klog,
  nest,
  ruby,
  redis,
  mysql,
  nginxError,
  apacheError,
  plain,
  levelThenTime,
  levelFirst,
  go,
];

export { momentAtStart } from "./plain.js";
