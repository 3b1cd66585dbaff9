// Weights of rows.
import { weights } from '../context';

@inline export function weightOf(row: u32): f64 {
  return weights ? <f64>load<f32>(weights + (<usize>row << 2)) : 1;
}
