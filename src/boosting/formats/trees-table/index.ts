export { treesToTable } from './trees-to-table.js';
