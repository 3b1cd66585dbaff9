/** Whether WebGPU tests can run here: `npm test` gives them a software device on Linux x64. */
import { adapterInfo } from '../../../kernels/index.js';

const info = await adapterInfo();

if (!info && process.platform === 'linux' && process.arch === 'x64') {
  throw new Error('no WebGPU device: start the tests through npm test, which brings one');
}

/** False on systems without a device, where no software one is shipped. */
export const hasDevice: boolean = info !== undefined;
