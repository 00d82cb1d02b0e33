// The message of a line of winston's has what its line has: the values in its text, and the error's stack.
import assert from "node:assert/strict";
import { addDestination } from "clew";
import { fromWinston } from "clew/bridge/winston";
import winston from "winston";

const messages = [];
addDestination((message) => messages.push(message));
const { combine, errors, json, splat } = winston.format;
const format = combine(errors({ stack: true }), splat(), json());
const logger = winston.createLogger({ format, transports: [new winston.transports.Console({ silent: true })] });
fromWinston(logger);
logger.info("start %d", 17);
logger.error(new RangeError("bad row"));
assert.equal(messages[0].message, "start 17");
assert.equal(messages[1].exception, "RangeError");
assert.match(messages[1].traceback, /RangeError: bad row\n +at /);
process.exit();
