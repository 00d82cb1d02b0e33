// Fields that come from JSON and hold a key named __proto__. Right: it is written as any other key, wherever fields are
// given; logMessage and withAction do so.
import { addDestination, logMessage, withAction, withFields } from "clew";

const messages = [];
addDestination((message) => messages.push(message));
const fields = JSON.parse('{"__proto__":{"admin":true},"ok":1}');
logMessage("message", fields);
withFields(fields, () => logMessage("with fields"));
withAction("action", (action) => action.addFields(fields));
const lost = messages.filter((message) => message.ok === 1 && !Object.hasOwn(message, "__proto__"));
for (const { message_type, action_status } of lost)
  console.log(`wrong: the field __proto__ is lost in ${message_type ?? `the ${action_status} finish`}`);
process.exit(lost.length > 0 ? 1 : 0);
