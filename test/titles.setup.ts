/** Fails a test whose title is more than a short sentence: data in a title hides what is tested. */
import { beforeEach } from 'vitest';

const LONGEST_TITLE = 120;

beforeEach(({ task }) => {
  for (
    let part: { name: string; suite?: { name: string } | undefined } | undefined = task;
    part;
    part = part.suite
  ) {
    if (part.name.length > LONGEST_TITLE) {
      throw new Error(
        `a title of ${part.name.length} characters, at most ${LONGEST_TITLE}: ${part.name.slice(0, LONGEST_TITLE)}…`,
      );
    }
  }
});
