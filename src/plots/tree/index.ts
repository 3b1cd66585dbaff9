export { TREE_FACTS, type TreeFact } from './nodes.js';
export { plotTree, type TreePlotOptions } from './plot.js';
