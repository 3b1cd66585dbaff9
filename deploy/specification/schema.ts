/** The keys of an API's file, with their defaults. */
import { z } from 'zod';
import { bytes, cores, countOrShare, duration } from './quantities.js';

/** Kinds that an API's file may name. */
export const KINDS = ['RealtimeAPI', 'AsyncAPI', 'BatchAPI', 'TaskAPI', 'TrafficSplitter'] as const;

/** Paths that the server itself answers. */
const RESERVED_ENDPOINTS = ['/healthz', '/v2', '/metrics'] as const;

const name = z
  .string()
  .max(42, { error: 'expected a name of at most 42 characters' })
  .regex(/^[a-z](?:[-a-z0-9]*[a-z0-9])?$/, {
    error:
      'expected a DNS name: lower-case letters, digits and "-", beginning with a letter and not ending with "-"',
  });

const endpoint = z
  .string()
  .max(200, { error: 'expected an endpoint of at most 200 characters' })
  .regex(/^\/?[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*$/, {
    error: 'expected a path such as /trip-estimator, of letters, digits, "-" and "_"',
  })
  .transform((path) => (path.startsWith('/') ? path : `/${path}`))
  .refine(
    (path) => !RESERVED_ENDPOINTS.some((taken) => path === taken || path.startsWith(`${taken}/`)),
    { error: `expected another path: ${RESERVED_ENDPOINTS.join(', ')} are the server's own` },
  );

const environment = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
  z.union([z.string(), z.number(), z.boolean()]).transform(String),
);

const predictor = z.strictObject({
  type: z.enum(['typescript', 'javascript']).default('typescript'),
  model: z.string().min(1, { error: 'expected the path of a model file' }),
  /** Of a versioned model: the newest by default. YAML takes some versions for numbers. */
  version: z.union([z.string().min(1), z.number().transform(String)]).optional(),
  path: z.string().min(1, { error: 'expected the path of a module' }).optional(),
  config: z.record(z.string(), z.json()).default({}),
  env: environment.default({}),
});

const networking = z.strictObject({
  endpoint: endpoint.optional(),
  max_request_size: bytes
    .refine((size) => size <= 2 ** 28, { error: 'expected at most 256Mi' })
    .default(2 ** 20),
  max_list_length: z.int().min(1).max(1_000_000).default(10_000),
});

const compute = z.strictObject({
  cpu: cores.optional(),
  gpu: z.int().min(0).optional(),
  mem: bytes.optional(),
  shm: bytes.optional(),
});

const autoscaling = z
  .strictObject({
    min_replicas: z.int().min(0).default(1),
    max_replicas: z.int().min(1).default(100),
    init_replicas: z.int().min(0).optional(),
    max_concurrency: z.int().min(1).optional(),
    max_queue_length: z.int().min(1).optional(),
    target_in_flight: z.number().positive().optional(),
    window: duration.optional(),
    downscale_stabilization_period: duration.optional(),
    upscale_stabilization_period: duration.optional(),
    max_downscale_factor: z.number().min(0).max(1).optional(),
    max_upscale_factor: z.number().min(1).optional(),
    downscale_tolerance: z.number().min(0).optional(),
    upscale_tolerance: z.number().min(0).optional(),
  })
  .refine((scale) => scale.min_replicas <= scale.max_replicas, {
    path: ['min_replicas'],
    error: 'expected at most max_replicas',
  })
  .refine(
    ({ init_replicas: init, min_replicas, max_replicas }) =>
      init === undefined || (init >= min_replicas && init <= max_replicas),
    { path: ['init_replicas'], error: 'expected a number from min_replicas to max_replicas' },
  );

const probe = z.strictObject({
  http_get: z.strictObject({ port: z.int(), path: z.string().default('/') }).optional(),
  tcp_socket: z.strictObject({ port: z.int() }).optional(),
  exec: z.strictObject({ command: z.array(z.string()) }).optional(),
  initial_delay_seconds: z.int().min(0).default(0),
  timeout_seconds: z.int().min(1).default(1),
  period_seconds: z.int().min(1).default(10),
  success_threshold: z.int().min(1).default(1),
  failure_threshold: z.int().min(1).default(3),
});

const container = z.strictObject({
  name: z.string().optional(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  env: environment.optional(),
  compute: compute.optional(),
  readiness_probe: probe.optional(),
  liveness_probe: probe.optional(),
  pre_stop: z.unknown().optional(),
});

const pod = z.strictObject({
  port: z.int().min(1).max(65_535).default(8080),
  max_concurrency: z.int().min(1).default(1),
  max_queue_length: z.int().min(1).default(100),
  containers: z.array(container).optional(),
});

const updateStrategy = z
  .strictObject({
    max_surge: countOrShare.default('25%'),
    max_unavailable: countOrShare.default('25%'),
  })
  .refine(
    ({ max_surge, max_unavailable }) =>
      Number.parseInt(String(max_surge), 10) > 0 ||
      Number.parseInt(String(max_unavailable), 10) > 0,
    { path: ['max_surge'], error: 'expected max_surge or max_unavailable to be more than zero' },
  );

/** One RealtimeAPI as its file writes it. */
export const realtimeApi = z.strictObject({
  name,
  kind: z.enum(KINDS),
  predictor,
  monitoring: z
    .strictObject({
      model_type: z.enum(['regression', 'classification']),
      key: z.string().optional(),
    })
    .optional(),
  networking: networking.prefault({}),
  compute: compute.optional(),
  autoscaling: autoscaling.optional(),
  update_strategy: updateStrategy.optional(),
  pod: pod.optional(),
  node_groups: z.array(z.string()).optional(),
});

/** Keys that say how a cluster runs an API, and so change nothing on one machine. */
export const CLUSTER_KEYS = [
  'compute',
  'autoscaling',
  'update_strategy',
  'pod',
  'node_groups',
] as const;
