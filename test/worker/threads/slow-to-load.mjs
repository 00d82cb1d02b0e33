// A module that is loaded no sooner than it is told to, on a channel that goes by its name.
import { logMessage } from "clew";

logMessage("loading");
const channel = new BroadcastChannel("slow-to-load");
await new Promise((resolve) => {
  channel.onmessage = resolve;
});
channel.close();
// What was sent to the thread before that has come by the next turn.
await new Promise((resolve) => setImmediate(resolve));

export default () => logMessage("called");
