export { sampleFaultOf } from "./sample-rules.js";
export { startSampling } from "./sampler.js";
