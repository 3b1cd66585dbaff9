import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSpecification } from '../../../deploy/specification/index.js';
import { temporaryFolder } from '../../server/serve.js';

let folder = '';
let file = '';

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, 'apis.yml');
  writeFileSync(join(folder, 'model.txt'), 'tree\n');
  writeFileSync(join(folder, 'predictor.ts'), '');
  mkdirSync(join(folder, 'folder'));
});

const minimal = 'name: trip\nkind: RealtimeAPI\npredictor:\n  model: model.txt\n';

async function read(text: string) {
  writeFileSync(file, text);
  return readSpecification(file);
}

/** The whole error of a file as the command line shows it, without the folder. */
async function errorOf(text: string): Promise<string> {
  const error = await read(text).then(
    () => new Error('no error'),
    (thrown) => thrown,
  );
  return (error.describe?.() ?? error.stack).replaceAll(`${folder}/`, '');
}

describe('readSpecification', () => {
  it('reads one API, with its defaults and absolute paths', async () => {
    const { apis, notices } = await read(minimal);
    expect(apis).toHaveLength(1);
    expect(apis[0]).toMatchObject({
      name: 'trip',
      kind: 'RealtimeAPI',
      endpoint: '/trip',
      modelPath: join(folder, 'model.txt'),
      directory: folder,
      config: {},
      env: {},
      maxBodyBytes: 2 ** 20,
      maxItems: 10_000,
    });
    expect(apis[0]?.predictorPath).toBeUndefined();
    expect(notices).toEqual([]);
  });

  it('reads all keys, and says in one line which have no effect here', async () => {
    const { apis, notices } = await read(`
- name: trip-estimator
  kind: RealtimeAPI
  predictor:
    type: typescript
    model: ./model.txt
    path: ./predictor.ts
    config: { step: 5, deep: { list: [1, a, null] } }
    env: { LEVEL: 3, FLAG: true, NAME: text }
  monitoring: { model_type: regression }
  networking: { endpoint: trips/estimate, max_request_size: 64Ki, max_list_length: 10 }
  compute: { cpu: 200m, mem: 512Mi, gpu: 0 }
  autoscaling: { min_replicas: 1, max_replicas: 3, window: 60s, downscale_stabilization_period: 5m }
  update_strategy: { max_surge: 25%, max_unavailable: 0 }
  pod: { port: 8080, max_concurrency: 8 }
  node_groups: [cpu]
`);
    expect(apis[0]).toMatchObject({
      endpoint: '/trips/estimate',
      predictorPath: join(folder, 'predictor.ts'),
      config: { step: 5, deep: { list: [1, 'a', null] } },
      env: { LEVEL: '3', FLAG: 'true', NAME: 'text' },
      maxBodyBytes: 65_536,
      maxItems: 10,
      modelType: 'regression',
    });
    expect(notices).toEqual([
      'note: compute, autoscaling, update_strategy, pod, node_groups have no effect in local',
    ]);
  });

  it('reads several documents, whose lines keep their numbers', async () => {
    const second = minimal.replace('trip', 'other');
    const { apis } = await read(
      `# first\n${minimal}---\n${second}---\n- ${minimal.replace('trip', 'third').replaceAll('\n', '\n  ').trim()}\n`,
    );
    expect(apis.map((api) => api.name)).toEqual(['trip', 'other', 'third']);
    expect(await errorOf(`${minimal}---\n${second.replace('model:', 'modle:')}`)).toContain(
      'apis.yml:9:3: API "other": unknown field "predictor.modle"',
    );
  });

  it.each([
    [
      'a typo of a key',
      minimal.replace('predictor', 'predicter'),
      'apis.yml:3:1: API "trip": unknown field "predicter"',
      'did you mean "predictor"?',
    ],
    [
      'a typo deep down',
      `${minimal}networking:\n  endpont: /a\n`,
      'apis.yml:6:3: API "trip": unknown field "networking.endpont"',
      'did you mean "endpoint"?',
    ],
    [
      'a missing key',
      minimal.replace('  model: model.txt', '  type: typescript'),
      'apis.yml:3:1: API "trip": field "predictor.model" is missing: expected text',
      '',
    ],
    [
      'another type',
      minimal.replace('model.txt', '[1]'),
      'apis.yml:4:3: API "trip": field "predictor.model" must be text, found a list of 1',
      '',
    ],
    [
      'a kind with a typo',
      minimal.replace('RealtimeAPI', 'RealtimeApi'),
      'apis.yml:2:1: API "trip": field "kind" must be one of RealtimeAPI,',
      'did you mean "RealtimeAPI"?',
    ],
    [
      'a kind for clusters',
      minimal.replace('RealtimeAPI', 'BatchAPI'),
      'apis.yml:2:1: API "trip": kind BatchAPI is not supported in the environment "local" yet',
      'supported: RealtimeAPI',
    ],
    [
      'a bad name',
      minimal.replace('trip', 'Trip_1'),
      'apis.yml:1:1: API "Trip_1": field "name": expected a DNS name',
      'found text "Trip_1"',
    ],
    [
      'a long name',
      minimal.replace('trip', 'a'.repeat(43)),
      'field "name": expected a name of at most 42 characters',
      '',
    ],
    [
      'a reserved endpoint',
      `${minimal}networking: { endpoint: /metrics }\n`,
      'apis.yml:5:15: API "trip": field "networking.endpoint": expected another path',
      '',
    ],
    [
      'a bad size',
      `${minimal}compute: { mem: 5Xi }\n`,
      'field "compute.mem": expected a size such as 512Mi',
      'found text "5Xi"',
    ],
    ['a bad duration', `${minimal}autoscaling: { window: 60 }\n`, 'field "autoscaling.window"', ''],
    [
      'replicas upside down',
      `${minimal}autoscaling: { min_replicas: 5, max_replicas: 2 }\n`,
      'apis.yml:5:16: API "trip": field "autoscaling.min_replicas": expected at most max_replicas, found number 5',
      '',
    ],
    [
      'two zeros',
      `${minimal}update_strategy: { max_surge: 0, max_unavailable: 0% }\n`,
      'expected max_surge or max_unavailable to be more than zero',
      '',
    ],
    [
      'containers',
      'name: a\nkind: RealtimeAPI\npod:\n  containers: [{ image: x }]\n',
      'apis.yml:3:1: API "a": containers do not run in the environment "local" yet',
      'predictor.model',
    ],
    [
      'a missing model',
      minimal.replace('model.txt', 'modell.txt'),
      'apis.yml:4:3: API "trip": field "predictor.model": modell.txt: there is no such file (did you mean "model.txt"?)',
      '',
    ],
    [
      'a folder as model',
      minimal.replace('model.txt', 'folder'),
      'field "predictor.model": expected a model file, found a folder without versions at folder',
      'a versioned model lies in VERSION/folder below it',
    ],
    [
      'a missing module',
      `${minimal}  path: x.ts\n`,
      'apis.yml:5:3: API "trip": field "predictor.path": x.ts: there is no such file',
      '',
    ],
    ['bad YAML', 'name: [a\nkind: b', 'apis.yml:', ''],
    ['no API', '# nothing\n', 'apis.yml: expected at least one API, found none', ''],
    ['a text', 'hello', 'apis.yml:1:1: expected an API with name, kind and predictor', ''],
    [
      'the same name twice',
      `${minimal}---\n${minimal}`,
      'apis.yml:6:1: name "trip" is already that of the API at apis.yml:1:1',
      '',
    ],
    [
      'the same endpoint twice',
      `${minimal}---\n${minimal.replace('trip', 'b')}networking: { endpoint: trip }`,
      'apis.yml:10:15: endpoint "/trip" is already that of the API at apis.yml:',
      '',
    ],
  ])('names %s', async (_, text, message, hint) => {
    const error = await errorOf(text);
    expect(error).toContain(message);
    expect(error).toContain(hint);
    expect(error).not.toContain('\n');
  });

  it('names the file that was meant', async () => {
    writeFileSync(file, minimal);
    await expect(readSpecification(join(folder, 'apiss.yml'))).rejects.toMatchObject({
      code: 'missing-file',
      hint: `did you mean "${file}"?`,
    });
    await expect(readSpecification(folder)).rejects.toThrow('found a folder');
  });
});
