/** What a contestant's process is told as JSON in its last argument, and the line of JSON that it prints. */

export interface Job {
  /** Of the data set's files. */
  readonly folder: string;
  /** By LightGBM's names, rounds and threads among them. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** Where to write the predictions for the held-out rows, as 64-bit floats. */
  readonly predictions?: string;
}

export interface Outcome {
  /** Seconds by the clock: all until the model is there, and the part of it that made bins. */
  readonly total: number;
  readonly binning: number;
  /** Of all threads, until the model is there. */
  readonly cpuSeconds: number;
  /** The most memory held until the model was there, less what was held when the input was loaded. */
  readonly peakBytes: number;
  /** A fingerprint of the model file. */
  readonly model?: string;
}
