// Solves A x = b for a symmetric A without negative eigenvalues, by Cholesky's method with pivots (Higham, 1990).
// Unknowns that others determine already are 0.

/** A pivot below this share of its own diagonal element is rounding. */
const LEAST_PIVOT: f64 = 1e-11;

@inline function at(matrix: usize, size: u32, row: u32, column: u32): usize {
  return matrix + (<usize>row * size + column << 3);
}

function swapRows(matrix: usize, size: u32, a: u32, b: u32): void {
  for (let column: u32 = 0; column < size; column++) swap(at(matrix, size, a, column), at(matrix, size, b, column));
  for (let row: u32 = 0; row < size; row++) swap(at(matrix, size, row, a), at(matrix, size, row, b));
}

@inline function swap(a: usize, b: usize): void {
  const value = load<f64>(a);
  store<f64>(a, load<f64>(b));
  store<f64>(b, value);
}

/** Share of its diagonal element that is left of an unknown's pivot. */
@inline function remaining(matrix: usize, size: u32, index: u32, diagonal: usize): f64 {
  const own = load<f64>(diagonal + (<usize>index << 3));
  return own > 0 ? load<f64>(at(matrix, size, index, index)) / own : 0;
}

/**
 * `matrix`: `size` rows of `size` 64-bit floats, destroyed; `vector`: b, then x; `work`: 2 × `size` 64-bit floats.
 */
export function solve(matrix: usize, vector: usize, size: u32, work: usize): void {
  const diagonal = work;
  const order = work + (<usize>size << 3);
  for (let index: u32 = 0; index < size; index++) {
    store<f64>(diagonal + (<usize>index << 3), load<f64>(at(matrix, size, index, index)));
    store<u64>(order + (<usize>index << 3), index);
  }
  let rank: u32 = 0;
  for (; rank < size; rank++) {
    let best = rank;
    for (let index = rank + 1; index < size; index++) {
      if (remaining(matrix, size, index, diagonal) > remaining(matrix, size, best, diagonal)) best = index;
    }
    if (!(remaining(matrix, size, best, diagonal) > LEAST_PIVOT)) break;
    if (best != rank) {
      swapRows(matrix, size, rank, best);
      swap(vector + (<usize>rank << 3), vector + (<usize>best << 3));
      swap(diagonal + (<usize>rank << 3), diagonal + (<usize>best << 3));
      swap(order + (<usize>rank << 3), order + (<usize>best << 3));
    }
    const pivot = load<f64>(at(matrix, size, rank, rank));
    for (let row = rank + 1; row < size; row++) {
      const factor = load<f64>(at(matrix, size, row, rank)) / pivot;
      store<f64>(at(matrix, size, row, rank), factor);
      const value = vector + (<usize>row << 3);
      store<f64>(value, load<f64>(value) - factor * load<f64>(vector + (<usize>rank << 3)));
      for (let column = rank + 1; column < size; column++) {
        const place = at(matrix, size, row, column);
        store<f64>(place, load<f64>(place) - factor * load<f64>(at(matrix, size, rank, column)));
      }
    }
  }
  for (let row = <i32>rank - 1; row >= 0; row--) {
    let sum = load<f64>(vector + (<usize>row << 3));
    for (let column = <u32>row + 1; column < rank; column++) {
      sum -= load<f64>(at(matrix, size, row, column)) * load<f64>(vector + (<usize>column << 3));
    }
    store<f64>(vector + (<usize>row << 3), sum / load<f64>(at(matrix, size, row, row)));
  }
  // Back into the order of the unknowns.
  for (let index: u32 = 0; index < size; index++) {
    const solved = index < rank ? load<f64>(vector + (<usize>index << 3)) : 0;
    store<f64>(diagonal + (<usize>load<u64>(order + (<usize>index << 3)) << 3), solved);
  }
  memory.copy(vector, diagonal, <usize>size << 3);
}
