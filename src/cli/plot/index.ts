export { runPlot } from './run-plot.js';
