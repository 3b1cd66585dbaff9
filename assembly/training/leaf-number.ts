// The number of each training row's leaf, in as few bytes as the tree's leaves need.
import { leafNumbers } from './context';

/** `bytes`: 1, 2 or 4. */
@inline export function storeNumber(bytes: u32, row: u32, number: u32): void {
  if (bytes == 1) store<u8>(leafNumbers + row, <u8>number);
  else if (bytes == 2) store<u16>(leafNumbers + (<usize>row << 1), <u16>number);
  else store<u32>(leafNumbers + (<usize>row << 2), number);
}

@inline export function loadNumber(bytes: u32, row: u32): u32 {
  if (bytes == 1) return load<u8>(leafNumbers + row);
  if (bytes == 2) return load<u16>(leafNumbers + (<usize>row << 1));
  return load<u32>(leafNumbers + (<usize>row << 2));
}
