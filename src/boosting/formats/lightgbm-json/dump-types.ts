/** The shape of a model as JSON: LightGBM's `Booster.dump_model()`, key by key. */

/** A model as JSON; {@link dumpModel} makes it. */
export interface ModelDump {
  readonly name: 'tree';
  readonly version: 'v4';
  readonly num_class: number;
  readonly num_tree_per_iteration: number;
  readonly label_index: number;
  readonly max_feature_idx: number;
  /** Not there where the model does not know its objective. */
  readonly objective?: string;
  readonly average_output: boolean;
  readonly feature_names: readonly string[];
  readonly monotone_constraints: readonly number[];
  /** Features that training could use. */
  readonly feature_infos: Readonly<Record<string, FeatureInfoDump>>;
  readonly tree_info: readonly TreeDump[];
  /** Features with an importance of at least 1, as whole numbers. */
  readonly feature_importances: Readonly<Record<string, number>>;
  /** Categories of pandas columns, where a model was trained on such. */
  readonly pandas_categorical: unknown;
}

/** Range of a number's values in training, or of the categories in `values`. */
export interface FeatureInfoDump {
  readonly min_value: number;
  readonly max_value: number;
  readonly values: readonly number[];
}

/** One tree of a {@link ModelDump}. */
export interface TreeDump {
  readonly tree_index: number;
  readonly num_leaves: number;
  readonly num_cat: number;
  readonly shrinkage: number;
  /** A tree of one leaf has neither the leaf's index nor its weight. */
  readonly tree_structure: NodeDump;
}

/** A node of a {@link TreeDump} with all below it. */
export type NodeDump = InnerNodeDump | LeafDump;

export interface InnerNodeDump {
  readonly split_index: number;
  readonly split_feature: number;
  readonly split_gain: number;
  /** A number, or the categories that go left, e.g. `1||4||5`. */
  readonly threshold: number | string;
  readonly decision_type: '<=' | '==';
  readonly default_left: boolean;
  readonly missing_type: 'None' | 'Zero' | 'NaN';
  readonly internal_value: number;
  readonly internal_weight: number;
  readonly internal_count: number;
  readonly left_child: NodeDump;
  readonly right_child: NodeDump;
}

export interface LeafDump extends Partial<LinearLeafDump> {
  readonly leaf_index?: number;
  readonly leaf_value: number;
  readonly leaf_weight?: number;
  readonly leaf_count: number;
}

/** What a leaf of a linear tree has besides. */
export interface LinearLeafDump {
  readonly leaf_const: number;
  readonly leaf_features: readonly number[];
  readonly leaf_coeff: readonly number[];
}
