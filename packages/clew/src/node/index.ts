export { installCarrier } from "./carrier.js";
