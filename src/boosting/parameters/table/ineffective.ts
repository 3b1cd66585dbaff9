/** Parameters that change nothing here: accepted, each with the reason why. */
import { bool, double, int, text, word } from '../define.js';

const ONE_MACHINE = 'training runs on one machine, on all rows that it is given';
const NO_GPU = 'training runs on the processor';
const OWN_SUMS = 'training chooses the width of its sums by itself';

const treeLearnerWords = {
  serial: 'serial',
  feature: 'feature',
  feature_parallel: 'feature',
  data: 'data',
  data_parallel: 'data',
  voting: 'voting',
  voting_parallel: 'voting',
} as const;

/** What `tree_learner` may be called. */
export type TreeLearnerWord = keyof typeof treeLearnerWords;

const deviceWords = { cpu: 'cpu', gpu: 'gpu', cuda: 'cuda' } as const;

/** What `device_type` may be called. */
export type DeviceWord = keyof typeof deviceWords;

export const ineffectiveParameters = {
  tree_learner: {
    ...word(
      'serial',
      treeLearnerWords,
      'How machines share the work.',
      ...['tree', 'tree_type', 'tree_learner_type'],
    ),
    why: `${ONE_MACHINE}, which is tree_learner=serial`,
  },
  num_machines: {
    ...int(1, 'Machines.', { aliases: ['num_machine'], least: 1 }),
    why: ONE_MACHINE,
  },
  local_listen_port: {
    ...int(12_400, 'The port of this machine.', { aliases: ['local_port', 'port'], least: 1 }),
    why: ONE_MACHINE,
  },
  time_out: { ...int(120, 'Minutes to wait for machines.', { least: 1 }), why: ONE_MACHINE },
  machine_list_filename: {
    ...text('', 'A file of machines.', 'machine_list_file', 'machine_list', 'mlist'),
    why: ONE_MACHINE,
  },
  machines: { ...text('', 'Machines, separated by commas.', 'workers', 'nodes'), why: ONE_MACHINE },
  pre_partition: {
    ...bool(false, 'Each machine has rows of its own.', 'is_pre_partition'),
    why: ONE_MACHINE,
  },
  top_k: {
    ...int(20, 'Features that machines vote for.', { aliases: ['topk'], least: 1 }),
    why: `it belongs to tree_learner=voting; ${ONE_MACHINE}`,
  },
  device_type: {
    ...word('cpu', deviceWords, 'What trains.', 'device'),
    why: NO_GPU,
  },
  gpu_platform_id: { ...int(-1, 'The OpenCL platform.'), why: NO_GPU },
  gpu_device_id: { ...int(-1, 'The OpenCL device.'), why: NO_GPU },
  gpu_device_id_list: { ...text('', 'The CUDA devices.'), why: NO_GPU },
  gpu_use_dp: { ...bool(false, 'Double precision on the GPU.'), why: NO_GPU },
  num_gpu: { ...int(1, 'GPUs.', { least: 1 }), why: NO_GPU },
  force_col_wise: {
    ...bool(false, 'Histograms by columns.'),
    why: 'the layout of histograms follows the data, and the model does not depend on it',
  },
  force_row_wise: {
    ...bool(false, 'Histograms by rows.'),
    why: 'the layout of histograms follows the data, and the model does not depend on it',
  },
  histogram_pool_size: {
    ...double(-1, 'Megabytes of kept histograms.', { aliases: ['hist_pool_size'] }),
    why: 'the memory of histograms is reckoned before training starts',
  },
  use_quantized_grad: { ...bool(false, 'Gradients of few bits.'), why: OWN_SUMS },
  num_grad_quant_bins: { ...int(4, 'Bins of gradients.'), why: OWN_SUMS },
  quant_train_renew_leaf: {
    ...bool(false, 'Leaf outputs of whole gradients.'),
    why: 'leaf outputs never are of less than whole gradients',
  },
  stochastic_rounding: {
    ...bool(true, 'Rounds gradients by chance.'),
    why: 'gradients are never rounded by chance',
  },
  two_round: {
    ...bool(false, 'Reads the file twice.', 'two_round_loading', 'use_two_round_loading'),
    why: 'tables are streamed in any case',
  },
  precise_float_parser: {
    ...bool(false, 'Reads numbers of text exactly.'),
    why: 'numbers of text are always read exactly',
  },
  parser_config_file: {
    ...text('', "A configuration of LightGBM's own parser plug-ins."),
    why: "plug-ins of LightGBM's parser do not run here",
    refused: true,
  },
} as const;
