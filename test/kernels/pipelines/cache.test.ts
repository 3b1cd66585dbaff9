import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { leaseDevice } from '../../../kernels/index.js';
import { PipelineCache, type Shader } from '../../../kernels/pipelines/index.js';
import { hasDevice } from '../support/has-device.js';

const WGSL = `override SIZE: u32 = 1;
@group(0) @binding(0) var<storage, read_write> values: array<u32>;
@compute @workgroup_size(SIZE)
fn main(@builtin(global_invocation_id) id: vec3<u32>) { values[id.x] = id.x; }
`;

describe.skipIf(!hasDevice)('pipelines', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cambium-shaders-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  function shader(code: string): Shader {
    const file = join(folder, 'count.wgsl');
    writeFileSync(file, code);
    return { name: 'count', file: pathToFileURL(file), bindings: ['storage'] };
  }

  test('are compiled once for each set of constants', async () => {
    const { device, release } = await leaseDevice();
    const cache = new PipelineCache(device.raw);
    const count = shader(WGSL);
    const [first, same, other] = await Promise.all([
      cache.get(count, { SIZE: 32 }),
      cache.get(count, { SIZE: 32 }),
      cache.get(count, { SIZE: 64 }),
    ]);
    expect(same).toBe(first);
    expect(other).not.toBe(first);
    expect(cache.size).toBe(2);
    release();
  });

  test('are dumped with their constants where CAMBIUM_DUMP_SHADERS says', async () => {
    const { device, release } = await leaseDevice();
    const dump = join(folder, 'dump');
    vi.stubEnv('CAMBIUM_DUMP_SHADERS', dump);
    await new PipelineCache(device.raw).get(shader(WGSL), { SIZE: 32 });
    expect(readdirSync(dump)).toEqual(['count-SIZE32.wgsl']);
    expect(readFileSync(join(dump, 'count-SIZE32.wgsl'), 'utf8')).toBe(`// SIZE = 32\n${WGSL}`);
    release();
  });

  test('that the driver refuses are an error with file, line and trail, and may be tried again', async () => {
    const { device, release } = await leaseDevice();
    const cache = new PipelineCache(device.raw);
    const bad = shader(WGSL.replace('id.x; }', 'missing; }'));
    await expect(cache.get(bad, { SIZE: 32 })).rejects.toMatchObject({
      code: 'gpu-operation',
      message: expect.stringMatching(/count\.wgsl:4:\d+ .*missing/),
      trail: ['pipeline count-SIZE32'],
    });
    expect(cache.size).toBe(0);
    release();
  });
});
