/**
 * What an operator sees of the bridge: counts and times. Labels are words of our own from a closed list: never an id, a name
 * or a number of anybody.
 */
export { measuredGraph } from './measured-graph';
export { BROKEN_OFF, createMetrics, type Metrics } from './metrics';
