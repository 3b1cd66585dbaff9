/** What is wrong with a file of APIs is told in the order in which a reader asks, and all at once. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { defaultApiFile, readSpecification } from '../../../deploy/specification/index.js';
import type { CambiumError } from '../../../src/errors.js';
import { temporaryFolder } from '../../server/serve.js';

let folder = '';

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'model.txt'), 'tree\n');
});

/** The lines of a file's errors, without the folder. */
async function linesOf(text: string, name = 'apis.yml'): Promise<string[]> {
  writeFileSync(join(folder, name), text);
  const error = (await readSpecification(join(folder, name)).then(
    () => undefined,
    (thrown) => thrown,
  )) as CambiumError;
  const all = error.errors.length > 0 ? error.errors : [error];
  return all.map(({ message }) => message.replaceAll(`${folder}/`, ''));
}

describe('files of Cortex', () => {
  test('a batch API with containers is refused for its kind alone', async () => {
    const lines = await linesOf(`
- name: image-classifier
  kind: BatchAPI
  pod:
    port: 8080
    containers:
      - name: batch
        image: quay.io/example/batch:latest
        command: ["uvicorn", "main:app"]
`);
    expect(lines).toEqual([
      'apis.yml:3:3: API "image-classifier": kind BatchAPI is not supported in the environment "local" yet (supported: RealtimeAPI)',
    ]);
  });

  test('a Python predictor is told what to write instead, before all else', async () => {
    const lines = await linesOf(`
- name: iris
  kind: RealtimeAPI
  predictor:
    type: python
    path: predictor.py
    models: { path: s3://bucket/iris/ }
    processes_per_replica: 2
  compute: { cpu: 1 }
`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^apis\.yml:5:5: API "iris": predictors of type python do not run here \(leave out type, give the model file as predictor\.model and/,
    );
  });

  test('a traffic splitter among realtime APIs does not hide what is wrong with them', async () => {
    const lines = await linesOf(`
- name: One
  kind: RealtimeAPI
  predictor: { model: none.txt }
- name: two
  kind: TrafficSplitter
  apis: [{ name: one, weight: 100 }]
- name: three
  kind: RealtimeAPI
  predictor: { modle: model.txt }
  networking: { endpoint: /metrics }
  compute: { mem: 1Xi, cpus: 2 }
`);
    expect(lines).toEqual([
      expect.stringMatching(/^apis\.yml:2:3: API "One": field "name": expected a DNS name/),
      expect.stringMatching(/^apis\.yml:6:3: API "two": kind TrafficSplitter is not supported/),
      expect.stringMatching(
        /^apis\.yml:10:16: API "three": unknown field "predictor\.modle" \(did you mean "model"\?\)/,
      ),
      expect.stringMatching(/^apis\.yml:12:24: API "three": unknown field "compute\.cpus"/),
      expect.stringMatching(/^apis\.yml:11:17: API "three": field "networking\.endpoint"/),
      expect.stringMatching(/^apis\.yml:12:14: API "three": field "compute\.mem"/),
    ]);
  });

  test('the configuration of a cluster is called so', async () => {
    const cluster = 'cluster_name: prod\nregion: us-east-1\nnode_groups: []\n';
    writeFileSync(join(folder, 'trips.yml'), 'kind: RealtimeAPI\n');
    expect(await linesOf(cluster, 'cluster.yaml')).toEqual([
      'cluster.yaml:1:1: this is the configuration of a cluster, not an API with name, kind and predictor (cambium deploy trips.yml)',
    ]);
  });
});

test('two files that are missing are both told of', async () => {
  const lines = await linesOf(
    'name: trip\nkind: RealtimeAPI\npredictor: { model: a.txt, path: b.ts }\n',
  );
  expect(lines).toEqual([
    'apis.yml:3:14: API "trip": field "predictor.model": a.txt: there is no such file',
    'apis.yml:3:28: API "trip": field "predictor.path": b.ts: there is no such file',
  ]);
});

describe('a file that is not named', () => {
  test('is apis.yml', () => {
    writeFileSync(join(folder, 'apis.yml'), '');
    expect(defaultApiFile(folder)).toBe('apis.yml');
  });

  test('is asked for where there is none, with those that hold APIs', () => {
    writeFileSync(join(folder, 'cambium.yml'), 'name: nyc-taxi\n');
    expect(() => defaultApiFile(folder)).toThrow(
      /there is no apis\.yml in this folder \(an API has/,
    );
    writeFileSync(join(folder, 'trips.yml'), '- name: a\n  kind: RealtimeAPI\n');
    expect(() => defaultApiFile(folder)).toThrow(/\(cambium deploy trips\.yml\)$/);
    writeFileSync(join(folder, 'more.yaml'), 'kind: "BatchAPI"\n');
    expect(() => defaultApiFile(folder)).toThrow(/\(files with APIs: more\.yaml, trips\.yml\)$/);
  });

  test('is not the project’s own', async () => {
    writeFileSync(join(folder, 'trips.yml'), '- name: a\n  kind: RealtimeAPI\n');
    expect(await linesOf('name: taxi\npipelines: src/p\n', 'cambium.yml')).toEqual([
      'cambium.yml:1:1: this is a project’s file, not an API with name, kind and predictor (cambium deploy trips.yml)',
    ]);
    expect(await linesOf('# a project\n', 'cambium.yml')).toEqual([
      'cambium.yml: expected at least one API, found none (cambium deploy trips.yml)',
    ]);
  });
});

describe('a versioned model', () => {
  const versions = ['2026-01-31T10.20.30.456Z', '2026-02-01T00.00.00.000Z'];
  const yaml = (more = '') =>
    `name: trip\nkind: RealtimeAPI\npredictor:\n  model: trip.txt\n${more}`;
  const pathOf = (version: string) => join(folder, 'trip.txt', version, 'trip.txt');

  beforeEach(() => {
    for (const version of versions) {
      mkdirSync(join(folder, 'trip.txt', version), { recursive: true });
      writeFileSync(pathOf(version), 'tree\n');
    }
    // A version whose file is not there yet.
    mkdirSync(join(folder, 'trip.txt', '2026-03-01T00.00.00.000Z'));
  });

  const modelOf = async (text: string) => {
    writeFileSync(join(folder, 'apis.yml'), text);
    return (await readSpecification(join(folder, 'apis.yml'))).apis[0]?.modelPath;
  };

  test('is served in its newest version, or in the one that is named', async () => {
    expect(await modelOf(yaml())).toBe(pathOf(versions[1] as string));
    expect(await modelOf(yaml(`  version: ${versions[0]}\n`))).toBe(pathOf(versions[0] as string));
  });

  test('of an unknown version names the nearest', async () => {
    expect(await linesOf(yaml('  version: 2026-01-31T10.20.30.457Z\n'))).toEqual([
      'apis.yml:5:3: API "trip": field "predictor.version": there is no version "2026-01-31T10.20.30.457Z" in trip.txt (did you mean "2026-01-31T10.20.30.456Z"?)',
    ]);
    expect(await linesOf(yaml('  version: ../../etc\n'))).toEqual([
      expect.stringMatching(/"\.\.\/\.\.\/etc" is not the name of a version/),
    ]);
  });

  test('is not a plain file with a version', async () => {
    expect(
      await linesOf('name: t\nkind: RealtimeAPI\npredictor: { model: model.txt, version: a }\n'),
    ).toEqual([
      'apis.yml:3:32: API "t": field "predictor.version": version "a" is asked for, but model.txt is one file, without versions (leave out version)',
    ]);
  });
});
