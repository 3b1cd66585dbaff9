export { type LoadedModule, loadModule } from './load-module.js';
export { built, packageRoot } from './package-root.js';
