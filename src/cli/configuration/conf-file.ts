/** Reads LightGBM's configuration files: lines of `key = value`, comments from `#` to the end of the line. */
import { CambiumError } from '../../errors.js';
import { readText } from '../../runtime/index.js';
import { type LocatedParameter, requireParameter } from './located-parameter.js';

/** No file of parameters is near this size: it is something else. */
const MOST_BYTES = 1 << 20;

/**
 * The parameters of a file, whose names are known.
 * @throws CambiumError that names file and line
 */
export async function readConfFile(path: string): Promise<LocatedParameter[]> {
  const text = await readText(path, {
    expected: 'a file of "key = value" lines',
    maxBytes: MOST_BYTES,
  });
  const found = new Map<string, LocatedParameter>();
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const content = line.replace(/#.*/s, '').trim();
    if (content === '') continue;
    const place = `${path}:${index + 1}`;
    const at = content.indexOf('=');
    const name = content.slice(0, Math.max(0, at)).trim();
    if (name === '') {
      throw new CambiumError(
        'bad-configuration',
        `${place}: expected "key = value", found ${JSON.stringify(content.slice(0, 60))}`,
      );
    }
    const parameter = { name, value: content.slice(at + 1).trim(), place };
    const canonical = requireParameter(parameter);
    const earlier = found.get(canonical);
    if (earlier !== undefined) {
      throw new CambiumError(
        'bad-configuration',
        `${place}: "${name}" is given already in ${earlier.place}`,
        { hint: 'leave out one of the two' },
      );
    }
    found.set(canonical, parameter);
  }
  return [...found.values()];
}
