/** Following a log: each line once, whatever characters it has and wherever a write ends. */
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { followLog } from '../../../../deploy/local/client/follow-log.js';
import { temporaryFolder } from '../../../server/serve.js';

/** Follows a file while `write` changes it; gives the lines that came. */
async function follow(path: string, write: () => Promise<void>): Promise<string[]> {
  const end = new AbortController();
  const lines: string[] = [];
  const following = (async () => {
    const options = { lines: 100, follow: true, signal: end.signal };
    for await (const line of followLog(path, options, async () => true)) lines.push(line);
  })();
  await sleep(200);
  await write();
  await sleep(500);
  end.abort();
  await following;
  return lines;
}

test('a character that is cut between two looks is counted once and shown whole', async () => {
  const path = join(temporaryFolder(), 'api.log');
  writeFileSync(path, 'first é\n');
  const bytes = Buffer.from('größe 😀\n');
  const lines = await follow(path, async () => {
    for (const byte of bytes) {
      appendFileSync(path, Buffer.from([byte]));
      await sleep(60);
    }
    appendFileSync(path, 'last\n');
  });
  expect(lines).toEqual(['first é', 'größe 😀', 'last']);
});

test('bytes that are no text do not bring the whole log again', async () => {
  const path = join(temporaryFolder(), 'api.log');
  writeFileSync(
    path,
    Buffer.concat([Buffer.from('a\n'), Buffer.alloc(5, 0xff), Buffer.from('\n')]),
  );
  const lines = await follow(path, async () => appendFileSync(path, 'b\n'));
  expect(lines).toEqual(['a', '\ufffd'.repeat(5), 'b']);
});

test('a file that is renamed away is read to its end, then the next', async () => {
  const path = join(temporaryFolder(), 'api.log');
  writeFileSync(path, 'one\n');
  const lines = await follow(path, async () => {
    appendFileSync(path, 'two\n');
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'three\n');
  });
  expect(lines).toEqual(['one', 'two', 'three']);
});
