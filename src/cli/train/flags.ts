/** The options of the command. */

/** What the options of `cambium train` give, parameters apart. */
export interface TrainFlags {
  readonly label?: string;
  readonly output?: string;
  readonly valid?: readonly string[];
  readonly weight?: string;
  readonly group?: string;
  readonly position?: string;
  readonly init_score?: string;
  readonly categorical?: string;
  readonly features?: string;
  readonly exclude?: string;
  readonly config?: string;
  readonly metrics?: string;
}
