/** The types of all parameters together: as a user gives them, and complete and checked. */
import type { BoostingInput, BoostingParameters } from './types/boosting.js';
import type { CategoryInput, CategoryParameters } from './types/categories.js';
import type { CommandInput, CommandParameters } from './types/command.js';
import type { ConstraintInput, ConstraintParameters } from './types/constraints.js';
import type { DartInput, DartParameters } from './types/dart.js';
import type { FeatureInput, FeatureParameters } from './types/features.js';
import type { IneffectiveInput } from './types/ineffective.js';
import type { MetricInput, MetricParameters } from './types/metrics.js';
import type { ObjectiveInput, ObjectiveParameters } from './types/objective.js';
import type { SamplingInput, SamplingParameters } from './types/sampling.js';
import type { TreeInput, TreeParameters } from './types/tree.js';

/** Complete and checked parameters of one training, as {@link resolveParameters} gives them. */
export interface Parameters
  extends ObjectiveParameters,
    BoostingParameters,
    DartParameters,
    TreeParameters,
    SamplingParameters,
    ConstraintParameters,
    FeatureParameters,
    CategoryParameters,
    MetricParameters,
    CommandParameters {}

/**
 * Parameters as a user gives them, by LightGBM's names or aliases. A literal with a name that LightGBM
 * does not have is a type error; records whose names are known at run time only (of YAML, of a command
 * line) pass, text for numbers too, and are checked when they are resolved.
 */
export interface ParameterInput
  extends ObjectiveInput,
    BoostingInput,
    DartInput,
    TreeInput,
    SamplingInput,
    ConstraintInput,
    FeatureInput,
    CategoryInput,
    MetricInput,
    CommandInput,
    IneffectiveInput {}
