/** Parameters by LightGBM's names, from the options of a command and from `.conf` files. */
export { type CommandParameters, gatherParameters } from './parameters.js';
