export { addTraffic, LATENCY_BOUNDS, NO_TRAFFIC, Traffic, type TrafficTotals } from './traffic.js';
