import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPredictor } from '../../../server/api/load-predictor.js';
import { temporaryFolder } from '../serve.js';

const context = { api: 'a', config: { step: 5 }, env: {}, directory: '/' };
const define = `import { definePredictor } from 'cambium';`;

function write(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('loadPredictor', () => {
  it('loads TypeScript that imports cambium and its own files, afresh each time', async () => {
    const folder = write({
      'predictor.ts': `${define}
        import { step } from './step.js';
        export const predictor = definePredictor({ input: {}, features: (): Record<string, number> => ({ a: step }) });`,
      'step.ts': 'export const step: number = 1;',
    });
    const path = join(folder, 'predictor.ts');
    const first = await loadPredictor(path, context);
    expect(first.predictor.features({}, context)).toEqual({ a: 1 });
    expect(first.files).toEqual([path, join(folder, 'step.ts')]);
    writeFileSync(join(folder, 'step.ts'), 'export const step = 2;');
    const second = await loadPredictor(path, context);
    expect(second.predictor.features({}, context)).toEqual({ a: 2 });
    expect(first.predictor.features({}, context)).toEqual({ a: 1 });
  });

  it('calls a function that makes a predictor', async () => {
    const folder = write({
      'p.mjs': `${define}
        export default async ({ config }) => definePredictor({ input: {}, features: () => ({ a: config.step }) });`,
    });
    const { predictor } = await loadPredictor(join(folder, 'p.mjs'), context);
    expect(predictor.features({}, context)).toEqual({ a: 5 });
  });

  it.each([
    ['const a = ;', 'p.ts: ParseError: Unexpected token at p.ts:1:10'],
    ['throw new Error("no luck")', 'Error: no luck at p.ts:1:'],
    [`${define} export default definePredictor({})`, 'definePredictor() expects "input"'],
    ['import "./nothing.js"', 'nothing.js'],
    ['export const predictr = 1', 'it exports no predictor (did you mean "predictor"?)'],
    ['export default 5', 'was not made by definePredictor()'],
    [
      'export default () => { throw new Error("later") }',
      'its function failed: Error: later at p.ts:1:',
    ],
    [`${define} export default definePredictor({ input: {} })`, 'it has no function features()'],
  ])('refuses %j', async (text, message) => {
    const directory = write({ 'p.ts': text });
    const path = join(directory, 'p.ts');
    const error = await loadPredictor(path, { ...context, directory }).catch((thrown) => thrown);
    expect(error.code).toBe('bad-predictor');
    expect(error.describe()).toContain(message);
    expect(error.describe()).not.toContain('\n');
  });
});
