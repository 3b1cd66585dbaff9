export { built, packageRoot } from './package-root.js';
