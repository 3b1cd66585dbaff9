/** Sparse matrices and the files that hold them. */
export { type CscMatrix, toColumns } from './csc-matrix.js';
export { type CsrArrays, CsrMatrix, csrFromArrays } from './csr-matrix.js';
export { type LibsvmData, type LibsvmOptions, readLibsvm } from './libsvm.js';
export { type ScanLibsvmOptions, scanLibsvm } from './scan-libsvm.js';
export { SparseTable } from './sparse-table.js';
