import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { openRunLog, type RunLogOptions } from '../../src/cli/run-log.js';
import type { LogRecord } from '../../src/runtime/index.js';

const record = (message: string, level: LogRecord['level'] = 'INFO'): LogRecord => ({
  time: new Date(2021, 0, 10, 19, 35, 43, 6),
  level,
  logger: 'cambium.io.data_catalog',
  message,
});

async function open(options: Partial<RunLogOptions>, isTTY = false) {
  const stream = Object.assign(new PassThrough(), {
    isTTY,
    columns: 120,
    cursorTo() {},
    moveCursor() {},
    clearLine() {},
  });
  let text = '';
  stream.on('data', (data: Buffer) => {
    text += data;
  });
  const log = await openRunLog({
    format: 'plain',
    verbose: false,
    stream: stream as unknown as NodeJS.WriteStream,
    ...options,
  });
  return { log, text: () => text };
}

test('plain lines: time, logger, level, message', async () => {
  const { log, text } = await open({});
  log.sink(record('Loading data from `trips` (CSVDataset)...'));
  log.sink(record('hidden', 'DEBUG'));
  expect(text()).toBe(
    '2021-01-10 19:35:43,006 - cambium.io.data_catalog - INFO - Loading data from `trips` (CSVDataset)...\n',
  );
});

test('verbose shows debug lines, in JSON too', async () => {
  const plain = await open({ verbose: true });
  plain.log.sink(record('shown', 'DEBUG'));
  expect(plain.text()).toContain('DEBUG - shown');
  const json = await open({ verbose: true, format: 'json' });
  json.log.sink(record('shown', 'DEBUG'));
  expect(JSON.parse(json.text())).toMatchObject({ level: 'debug', msg: 'shown' });
});

test('a terminal gets lines above a progress bar that counts nodes', async () => {
  const { log, text } = await open({}, true);
  log.begin(3);
  log.sink(record('Running node: `train`'));
  log.advance('train');
  await expect.poll(() => stripVTControlCharacters(text())).toContain('1/3 nodes');
  log.close();
  const plain = stripVTControlCharacters(text());
  expect(plain).toContain(
    '2021-01-10 19:35:43,006 cambium.io.data_catalog INFO Running node: train',
  );
});
