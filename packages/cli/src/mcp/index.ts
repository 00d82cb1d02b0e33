export { serveAgent } from "./serve-agent.js";
