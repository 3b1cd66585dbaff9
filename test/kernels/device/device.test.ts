import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { adapterInfo, GpuEnsemble, leaseDevice, NoGpuError } from '../../../kernels/index.js';
import { built } from '../../../src/runtime/index.js';
import { hasDevice } from '../support/has-device.js';

/** Runs a module in a Node of its own; gives what it printed once it has ended by itself. */
function runModule(
  code: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ out: string; status: unknown }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  let out = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      // The loader and Dawn warn of what they miss, also where all is well.
      if (status !== 0) process.stderr.write(errors);
      resolve({ out, status: signal ?? status });
    });
  });
}

const kernels = JSON.stringify(pathToFileURL(built('kernels/index.js')).href);
const STUMP = `{ numFeatures: 1, numClasses: 1, trees: [{ numLeaves: 2,
  splitFeature: Int32Array.of(0), threshold: Float64Array.of(0.5), decisionType: Uint8Array.of(0),
  leftChild: Int32Array.of(-1), rightChild: Int32Array.of(-2), leafValue: Float64Array.of(-1, 2.5),
  catBoundaries: Int32Array.of(0), catThreshold: new Uint32Array(0) }] }`;

describe.skipIf(!hasDevice)('the device', () => {
  test('has the limits of its adapter and says what it is', async () => {
    const { device, release } = await leaseDevice();
    expect(device.limits.maxStorageBufferBindingSize).toBeGreaterThanOrEqual(128 * 2 ** 20);
    expect(device.limits.maxComputeWorkgroupStorageSize).toBeGreaterThanOrEqual(16_384);
    expect(device.info).toEqual(await adapterInfo());
    expect(device.info.description).not.toBe('');
    release();
  });

  test('is software when it is SwiftShader, and then is refused where that is wanted', async () => {
    const info = await adapterInfo();
    const isSwiftShader = /swiftshader/i.test(info!.description);
    expect(info!.software || !isSwiftShader).toBe(true);
    if (!info!.software) return;
    const ensemble = { numFeatures: 1, numClasses: 1, trees: [] };
    await expect(GpuEnsemble.create(ensemble, { allowSoftware: false })).rejects.toBeInstanceOf(
      NoGpuError,
    );
  });

  test('turns what the driver refuses into an error with the step', async () => {
    const { device, release } = await leaseDevice();
    const refused = device.guard('a bad buffer', () =>
      device.raw.createBuffer({ size: 4, usage: 0 }),
    );
    await expect(refused).rejects.toMatchObject({
      code: 'gpu-operation',
      trail: ['a bad buffer'],
    });
    release();
  });

  test('lets the process end by itself once it is closed', async () => {
    const { out, status } = await runModule(`
      const { GpuEnsemble } = await import(${kernels});
      const gpu = await GpuEnsemble.create(${STUMP});
      console.log(...await gpu.sums([Float32Array.of(0, 0.5, 1)], 3));
      await gpu.close();`);
    expect(out).toBe('-1 -1 2.5\n');
    expect(status).toBe(0);
  });

  test('lets the process end by itself after only asking what there is', async () => {
    const { out, status } = await runModule(`
      const { adapterInfo } = await import(${kernels});
      console.log(typeof (await adapterInfo()).description);`);
    expect(out).toBe('string\n');
    expect(status).toBe(0);
  });

  test('costs no processor time while nothing is scored', async () => {
    const { out, status } = await runModule(`
      const { GpuEnsemble } = await import(${kernels});
      const gpu = await GpuEnsemble.create(${STUMP});
      await gpu.sums([Float32Array.of(1)], 1);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const before = process.cpuUsage();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const { user, system } = process.cpuUsage(before);
      console.log((user + system) / 1e6);
      await gpu.close();`);
    expect(status).toBe(0);
    expect(Number(out)).toBeLessThan(0.1);
  });
});

test('where there is no driver, that is a clear error, and no adapter is reported', async () => {
  const { out, status } = await runModule(
    `const { adapterInfo, leaseDevice } = await import(${kernels});
     console.log(await adapterInfo());
     console.log(await leaseDevice().catch((error) => error.code));`,
    { VK_DRIVER_FILES: '/nonexistent.json', VK_ICD_FILENAMES: '/nonexistent.json' },
  );
  // Other systems find their device without these variables.
  if (process.platform !== 'linux') return;
  expect(out).toBe('undefined\nno-gpu\n');
  expect(status).toBe(0);
});
