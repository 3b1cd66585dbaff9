/** The tables of parameters are whole, and have LightGBM's names, aliases and defaults. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  commandParameterTable,
  ineffectiveParameterTable,
  modelParameters,
  type ParameterRecord,
  type ParameterValue,
  parameterName,
  parameterNames,
  parameterRecord,
  parameterScope,
  parameterTable,
  parameterTopics,
  resolveParameters,
} from '../../../src/boosting/parameters/index.js';
import { parseParameter } from './parse-parameter.js';

const tables: Readonly<Record<string, Readonly<Record<string, ParameterRecord>>>> = {
  training: parameterTable,
  command: commandParameterTable,
  none: ineffectiveParameterTable,
};
const all = Object.values(tables).flatMap((table) => Object.entries(table));

function fixture(name: string) {
  const url = new URL(`../../fixtures/lightgbm-parameters/${name}`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

describe('names', () => {
  const aliases: Readonly<Record<string, readonly string[]>> = fixture('aliases.json');

  it('are those of LightGBM, no more and no fewer', () => {
    expect(all.map(([name]) => name).sort()).toEqual(Object.keys(aliases).sort());
  });

  it.each(Object.entries(aliases))('%s has the aliases of LightGBM', (name, expected) => {
    expect([...(parameterRecord(name)?.aliases ?? [])].sort()).toEqual(expected);
    for (const known of [name, ...expected]) expect(parameterName(known)).toBe(name);
  });

  it('each lead to one parameter only', () => {
    const names = all.flatMap(([name, { aliases = [] }]) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    expect([...parameterNames()].sort()).toEqual(names.sort());
  });

  it('know whom they concern', () => {
    for (const [scope, table] of Object.entries(tables)) {
      for (const name of Object.keys(table)) expect(parameterScope(name)).toBe(scope);
    }
    expect(parameterScope('train_metric')).toBe('command');
    expect(parameterScope('wind')).toBeUndefined();
  });

  it('of topics are those of training', () => {
    const byTopic = Object.values(parameterTopics).flatMap((table) => Object.keys(table));
    expect(byTopic).toEqual(Object.keys(parameterTable));
  });
});

describe('defaults', () => {
  it.each(all)('%s: obeys its own range, and is told in one sentence', (name, record) => {
    expect(record.doc).toMatch(/^[A-Z].*[^ ]\.$/);
    const { default: usual } = record;
    if (usual === undefined || String(usual) === '') {
      expect(parseParameter(name, '')).toEqual(usual);
    } else {
      expect(parseParameter(name, usual as ParameterValue)).toEqual(usual);
      expect(parseParameter(name, String(usual))).toEqual(usual);
    }
  });

  it('are those that LightGBM writes into a model, in its order', () => {
    const [{ given, written }] = fixture('cases.json');
    expect(given).toEqual({});
    const found = modelParameters(resolveParameters({ verbosity: -1 }));
    expect([...found]).toEqual(Object.entries(written));
  });
});

describe('parameters without effect', () => {
  it.each(Object.entries(ineffectiveParameterTable))('%s says why', (name, { why, ...record }) => {
    expect(why).toMatch(/^[a-z].*[^.]$/);
    if ('refused' in record) return;
    const other = { bool: !record.default, int: 77, double: 0.5, text: 'x', enum: '' }[record.type];
    const words = Object.values('words' in record ? record.words : {});
    const value = record.type === 'enum' ? words.find((word) => word !== record.default) : other;
    const notices: string[] = [];
    resolveParameters({ [name]: value }, (line) => notices.push(line));
    expect(notices).toEqual([`parameter "${name}" has no effect here: ${why}`]);
  });
});
