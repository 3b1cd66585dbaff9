/** Holds a table's column names to one rule, whatever format they are in: each has one, and SQL can tell them apart. */
import { CambiumError } from '../../errors.js';

/** What {@link checkColumnNames} says of the names' place. */
export interface NamesPlace {
  /** What errors call the place, e.g. a file. */
  readonly where: string;
  /** Advice for a column without a name. */
  readonly namelessHint?: string | undefined;
  readonly namelessCommandHint?: string | undefined;
  /** Advice for columns that are called alike. */
  readonly twinsHint?: string | undefined;
}

/**
 * @throws CambiumError `duplicate-column` where names are the same but for upper and lower case, `nameless-column`
 *   where one is empty
 */
export function checkColumnNames(names: readonly string[], place: NamesPlace): void {
  const { where } = place;
  const seen = new Map<string, number>();
  names.forEach((name, i) => {
    if (name.trim() === '') {
      throw new CambiumError('nameless-column', `${where}: column ${i + 1} has no name`, {
        hint: place.namelessHint ?? 'give it a name',
        commandHint: place.namelessCommandHint,
      });
    }
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      const twin = names[other] as string;
      const called = twin === name ? `both called "${name}"` : `called "${twin}" and "${name}"`;
      throw new CambiumError(
        'duplicate-column',
        `${where}: columns ${other + 1} and ${i + 1} are ${called}`,
        { hint: place.twinsHint ?? 'column names must differ by more than upper and lower case' },
      );
    }
    seen.set(name.toLowerCase(), i);
  });
}
