// A failed HTTP call is logged with its request, as axios hands it out (`error.request`). Node keeps the head of the
// request as one text, `_header`. Right: what redact() was told of is hidden there too.
import { createServer, request } from "node:http";
import { addDestination, logMessage, redact } from "clew";

let line = "";
addDestination({ writeLine: (text) => (line = text) });
redact(["authorization", "x-api-key"]);

const server = createServer((_request, response) => response.writeHead(503).end());
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const headers = { Authorization: "Bearer SECRET-1", "X-Api-Key": "SECRET-2" };
const call = request({ port: server.address().port, headers });
await new Promise((resolve) => call.on("response", (response) => response.resume().on("end", resolve)).end());
logMessage("call-failed", { error: Object.assign(new Error("503"), { config: { headers }, request: call }) });
server.close();

const leaked = ["SECRET-1", "SECRET-2"].filter((secret) => line.includes(secret));
if (leaked.length > 0)
  console.log(`wrong: ${leaked.join(", ")} in the log, ${JSON.stringify(/.{30}SECRET-1/.exec(line)?.[0])}`);
process.exit(leaked.length > 0 ? 1 : 0);
