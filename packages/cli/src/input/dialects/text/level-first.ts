import { type Dialect, levelOf } from "../parts/index.js";

const PYTHON = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL):([\w.-]+):(.*)$/s;
const WINSTON = /^(?:(error|warn|info|http|verbose|debug|silly):|\[(error|warn|info|debug|success|log)\]) +(\S.*)$/s;

/** A level and a text: Python's logging as it is without a setting, winston's `simple` and `cli`, consola. They have no time. */
export const levelFirst: Dialect = {
  name: "level",
  lines: "lines that begin with a level",
  example: "INFO:shop:listening",
  ofText: (text) => {
    const python = PYTHON.exec(text);
    if (python !== null) {
      const [, level, logger, said] = python;
      return { value: {}, parts: { level: levelOf(level), logger, text: said } };
    }
    const winston = WINSTON.exec(text);
    return winston === null
      ? undefined
      : { value: {}, parts: { level: levelOf(winston[1] ?? winston[2]), text: winston[3] } };
  },
};
