/** The package that this code is part of, as its users import it. */

const NAME: string = 'cambium';

/**
 * The package's exports, which a user's module is to get when it imports the package: another copy's classes would not
 * be ours. Node resolves the name to this very package. It is not written into the import, because what loads users'
 * modules would then count as importing all that imports it.
 */
export function ownPackage(): Promise<object> {
  return import(NAME);
}
