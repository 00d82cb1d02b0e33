export { type LayerOptions, type LayerSink, Layers } from "./layers.js";
export { TEXT } from "./to-message.js";
