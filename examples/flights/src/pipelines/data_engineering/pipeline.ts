/** Data engineering: from flights to a table of features. */
import { node, type Pipeline, pipeline } from 'cambium';
import { extractFeatures, findFlights, listAirports } from './nodes.js';

export function createPipeline(): Pipeline {
  return pipeline([
    node(findFlights, 'params:flights', 'flights', { name: 'find_flights' }),
    node(listAirports, 'flights', 'airports', { name: 'list_airports' }),
    node(extractFeatures, ['flights', 'airports', 'params:late_after'], 'flight_features', {
      name: 'extract_features',
    }),
  ]);
}
