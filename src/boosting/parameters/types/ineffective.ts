/** Parameters without effect: their types, written by `npm run docs` from table/ineffective.ts. */
import type { DeviceWord, TreeLearnerWord } from '../table/ineffective.js';

/** Parameters without effect, as a user gives them. */
export interface IneffectiveInput {
  /** How machines share the work (default serial). Without effect: training runs on one machine, on all rows that it is given, which is tree_learner=serial. */
  readonly tree_learner?: TreeLearnerWord | undefined;
  /** Another name of `tree_learner`. How machines share the work. */
  readonly tree?: TreeLearnerWord | undefined;
  /** Another name of `tree_learner`. How machines share the work. */
  readonly tree_type?: TreeLearnerWord | undefined;
  /** Another name of `tree_learner`. How machines share the work. */
  readonly tree_learner_type?: TreeLearnerWord | undefined;
  /** Machines (at least 1; default 1). Without effect: training runs on one machine, on all rows that it is given. */
  readonly num_machines?: number | undefined;
  /** Another name of `num_machines`. Machines. */
  readonly num_machine?: number | undefined;
  /** The port of this machine (at least 1; default 12400). Without effect: training runs on one machine, on all rows that it is given. */
  readonly local_listen_port?: number | undefined;
  /** Another name of `local_listen_port`. The port of this machine. */
  readonly local_port?: number | undefined;
  /** Another name of `local_listen_port`. The port of this machine. */
  readonly port?: number | undefined;
  /** Minutes to wait for machines (at least 1; default 120). Without effect: training runs on one machine, on all rows that it is given. */
  readonly time_out?: number | undefined;
  /** A file of machines. Without effect: training runs on one machine, on all rows that it is given. */
  readonly machine_list_filename?: string | undefined;
  /** Another name of `machine_list_filename`. A file of machines. */
  readonly machine_list_file?: string | undefined;
  /** Another name of `machine_list_filename`. A file of machines. */
  readonly machine_list?: string | undefined;
  /** Another name of `machine_list_filename`. A file of machines. */
  readonly mlist?: string | undefined;
  /** Machines, separated by commas. Without effect: training runs on one machine, on all rows that it is given. */
  readonly machines?: string | undefined;
  /** Another name of `machines`. Machines, separated by commas. */
  readonly workers?: string | undefined;
  /** Another name of `machines`. Machines, separated by commas. */
  readonly nodes?: string | undefined;
  /** Each machine has rows of its own (default false). Without effect: training runs on one machine, on all rows that it is given. */
  readonly pre_partition?: boolean | undefined;
  /** Another name of `pre_partition`. Each machine has rows of its own. */
  readonly is_pre_partition?: boolean | undefined;
  /** Features that machines vote for (at least 1; default 20). Without effect: it belongs to tree_learner=voting; training runs on one machine, on all rows that it is given. */
  readonly top_k?: number | undefined;
  /** Another name of `top_k`. Features that machines vote for. */
  readonly topk?: number | undefined;
  /** What trains (default cpu). Without effect: training runs on the processor. */
  readonly device_type?: DeviceWord | undefined;
  /** Another name of `device_type`. What trains. */
  readonly device?: DeviceWord | undefined;
  /** The OpenCL platform (default -1). Without effect: training runs on the processor. */
  readonly gpu_platform_id?: number | undefined;
  /** The OpenCL device (default -1). Without effect: training runs on the processor. */
  readonly gpu_device_id?: number | undefined;
  /** The CUDA devices. Without effect: training runs on the processor. */
  readonly gpu_device_id_list?: string | undefined;
  /** Double precision on the GPU (default false). Without effect: training runs on the processor. */
  readonly gpu_use_dp?: boolean | undefined;
  /** GPUs (at least 1; default 1). Without effect: training runs on the processor. */
  readonly num_gpu?: number | undefined;
  /** Histograms by columns (default false). Without effect: the layout of histograms follows the data, and the model does not depend on it. */
  readonly force_col_wise?: boolean | undefined;
  /** Histograms by rows (default false). Without effect: the layout of histograms follows the data, and the model does not depend on it. */
  readonly force_row_wise?: boolean | undefined;
  /** Megabytes of kept histograms (default -1). Without effect: the memory of histograms is reckoned before training starts. */
  readonly histogram_pool_size?: number | undefined;
  /** Another name of `histogram_pool_size`. Megabytes of kept histograms. */
  readonly hist_pool_size?: number | undefined;
  /** Gradients of few bits (default false). Without effect: training chooses the width of its sums by itself. */
  readonly use_quantized_grad?: boolean | undefined;
  /** Bins of gradients (default 4). Without effect: training chooses the width of its sums by itself. */
  readonly num_grad_quant_bins?: number | undefined;
  /** Leaf outputs of whole gradients (default false). Without effect: leaf outputs never are of less than whole gradients. */
  readonly quant_train_renew_leaf?: boolean | undefined;
  /** Rounds gradients by chance (default true). Without effect: gradients are never rounded by chance. */
  readonly stochastic_rounding?: boolean | undefined;
  /** Reads the file twice (default false). Without effect: tables are streamed in any case. */
  readonly two_round?: boolean | undefined;
  /** Another name of `two_round`. Reads the file twice. */
  readonly two_round_loading?: boolean | undefined;
  /** Another name of `two_round`. Reads the file twice. */
  readonly use_two_round_loading?: boolean | undefined;
  /** Reads numbers of text exactly (default false). Without effect: numbers of text are always read exactly. */
  readonly precise_float_parser?: boolean | undefined;
  /** A configuration of LightGBM's own parser plug-ins. Without effect: plug-ins of LightGBM's parser do not run here. */
  readonly parser_config_file?: string | undefined;
}
