// A program's field may be called as something of pino's: neither hides the other.
import assert from "node:assert/strict";
import { addDestination } from "clew";
import { fromPino } from "clew/bridge/pino";
import pino from "pino";

const messages = [];
addDestination((message) => messages.push(message));
pino({ name: "shop" }, fromPino()).info({ message: "a field", name: "Kim", log_level: "high" }, "the text");
const [{ message, logger, log_level: level, field_message: field, field_name: name, field_log_level: own }] = messages;
assert.deepEqual([message, logger, level, field, name, own], ["the text", "shop", "info", "a field", "Kim", "high"]);
process.exit();
