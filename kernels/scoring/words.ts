/** Arrays of 32-bit words that go to the device as they are; Dawn takes none from shared memory. */
export type Words = Uint32Array<ArrayBuffer>;
