/** Data engineering: from raw trips to a table of features. */
import { node, type Pipeline, pipeline } from 'cambium';
import { cleanTrips, extractFeatures, findTrips } from './nodes.js';

export function createPipeline(): Pipeline {
  return pipeline([
    node(findTrips, 'params:trips', 'trips', { name: 'find_trips' }),
    node(cleanTrips, ['trips', 'params:clean'], 'clean_trips', { name: 'clean_trips' }),
    node(extractFeatures, 'clean_trips', 'trip_features', { name: 'extract_features' }),
  ]);
}
