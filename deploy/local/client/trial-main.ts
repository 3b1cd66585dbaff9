/** The process that tries a version of an API before it is deployed: its predictor may do anything to it. */
import { setImmediate } from 'node:timers/promises';
import { loadApi, type ServedApi } from '../../../server/api/index.js';
import { explainError } from '../../../src/runtime/index.js';
import { plainError, type TrialReply } from '../messages.js';

process.once('message', async (api: ServedApi) => {
  const answer = (reply: TrialReply) => {
    if (process.connected) process.send?.(reply, () => process.exit(0));
  };
  process.on('uncaughtException', (error) => {
    const why = explainError(error, api.directory);
    const message = `predictor ${api.predictorPath}: nothing caught this error: ${why}`;
    answer({ error: { ...plainError(error), code: 'bad-predictor', message } });
  });
  try {
    const { predictions, example, predictorFiles } = await loadApi(api);
    await predictions.close();
    // What is thrown with nobody to catch it comes up once the work that threw it is done.
    await setImmediate();
    answer({ example, predictorFiles });
  } catch (error) {
    answer({ error: plainError(error) });
  }
});
process.on('disconnect', () => process.exit(0));
