/** Who takes part in the training benchmark: Cambium, LightGBM in four ways, XGBoost. */
import { built } from '../../src/runtime/index.js';
import { peerCommand } from '../peers/peer.js';
import type { Job } from './job.js';

export interface Contestant {
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** The package of Python that it needs. */
  readonly needs?: 'lightgbm' | 'xgboost';
  /** Parameters of its own. */
  readonly parameters?: Job['parameters'];
  /** How many times LightGBM's default it takes, about; to estimate times. */
  readonly weight: number;
  command(): [string, string];
}

const lightgbm = (way: string, parameters: Job['parameters']): Contestant => ({
  id: way === '' ? 'lightgbm' : `lightgbm ${way}`,
  name: way === '' ? 'LightGBM' : `LightGBM, ${way}`,
  needs: 'lightgbm',
  parameters,
  weight: 1,
  command: () => peerCommand('train_lightgbm.py'),
});

export const CAMBIUM: Contestant = {
  id: 'cambium',
  name: 'Cambium',
  weight: 0.6,
  command: () => [process.execPath, built('bench/training/cambium.js')],
};

export const LIGHTGBM: Contestant = lightgbm('', {});

export const contestants: readonly Contestant[] = [
  CAMBIUM,
  LIGHTGBM,
  lightgbm('quantized', { use_quantized_grad: true }),
  lightgbm('row-wise', { force_row_wise: true }),
  lightgbm('column-wise', { force_col_wise: true }),
  {
    id: 'xgboost',
    name: 'XGBoost, hist',
    needs: 'xgboost',
    weight: 2,
    command: () => peerCommand('train_xgboost.py'),
  },
];

/** LightGBM in any of its ways. */
export const isLightgbm = ({ needs }: Contestant): boolean => needs === 'lightgbm';
