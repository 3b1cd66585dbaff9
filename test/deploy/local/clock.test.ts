/** The wall clock may jump: a server that is busy meanwhile is not taken for one that hangs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { fixture, payloads, send } from '../../server/serve.js';
import { testHome } from './home.js';

const [trip = {}] = payloads('regression', 1);

/** Each look at the clock finds it an hour later, in every process that is started. */
const JUMPING = `data:text/javascript,${encodeURIComponent(
  'const now = Date.now; let hours = 0; Date.now = () => now() + 3_600_000 * hours++;',
)}`;

const predictor = `
  import { definePredictor } from 'cambium';
  export default definePredictor({
    input: { busy: 'number' },
    features: ({ busy }) => {
      for (const end = performance.now() + busy * 1000; performance.now() < end; );
      return ${JSON.stringify(trip)};
    },
  });`;

it('a server that is busy while the clock jumps goes on', async () => {
  const home = testHome();
  writeFileSync(join(home.folder, 'predictor.ts'), predictor);
  vi.stubEnv('NODE_OPTIONS', `--import ${JUMPING}`);
  const [api] = await home.deploy(
    `- name: trip\n  kind: RealtimeAPI\n  predictor:\n    model: ${fixture('regression', 'model.txt')}\n    path: predictor.ts\n`,
  );
  vi.stubEnv('NODE_OPTIONS', '');
  const { server } = home.processes();
  const answer = send(api?.endpoint as string, { body: '{"busy": 7}' });
  await sleep(8000);
  expect((await answer).status).toBe(200);
  expect(home.processes().server).toBe(server);
  await home.environment.delete('trip');
});
