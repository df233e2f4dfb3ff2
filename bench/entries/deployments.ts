import { createRandom, type Random } from './random.ts';

/** The parts of an entry that tell which instance of which service wrote it, as JSON. */
export interface Origin {
  readonly labels: string;
  readonly resource: string;
}

export type Platform = 'run' | 'job' | 'gke' | 'appengine' | 'functions';

export const PROJECT = 'example-shop';

const REVISION_LIFE = 240_000;
const INSTANCES = 8;
const INSTANCE_LIFE = 20_000;

/**
 * The instances of a service over time: several at once, of one revision, replaced now and then and with every deploy.
 * `index` of an entry stands for time.
 */
export function deploy(platform: Platform, service: string): (index: number, random: Random) => Origin {
  const seed = Array.from(service).reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7);
  const current: { generation: number; origin: Origin }[] = [];
  return (index, random) => {
    const slot = random.int(INSTANCES);
    const generation = Math.floor((index + (slot * INSTANCE_LIFE) / INSTANCES) / INSTANCE_LIFE);
    const known = current[slot];
    if (known !== undefined && known.generation === generation) return known.origin;
    const revision = 40 + Math.floor(index / REVISION_LIFE);
    const own = createRandom(Math.imul(seed, 0x9e3779b1) ^ (generation * INSTANCES + slot));
    const origin = ORIGINS[platform](service, revision, createRandom(Math.imul(seed, 31) + revision), own);
    current[slot] = { generation, origin };
    return origin;
  };
}

/** Keys in the order in which Cloud Logging exports them: by name. */
const ORIGINS: Record<Platform, (service: string, revision: number, ofRevision: Random, own: Random) => Origin> = {
  run: (service, revision, ofRevision, own) => ({
    labels: JSON.stringify({ instanceId: `0069c7a988${own.hex(88)}` }),
    resource: JSON.stringify({
      labels: {
        location: 'europe-west1',
        project_id: PROJECT,
        revision_name: `${service}-000${revision}-${ofRevision.hex(3)}`,
        service_name: service,
      },
      type: 'cloud_run_revision',
    }),
  }),
  job: (service, _revision, _ofRevision, own) => ({
    labels: JSON.stringify({
      instanceId: `0069c7a988${own.hex(88)}`,
      'run.googleapis.com/execution_name': `${service}-${own.hex(5)}`,
      'run.googleapis.com/task_index': String(own.int(8)),
    }),
    resource: JSON.stringify({
      labels: { job_name: service, location: 'europe-west1', project_id: PROJECT },
      type: 'cloud_run_job',
    }),
  }),
  gke: (service, _revision, ofRevision, own) => {
    const hash = ofRevision.hex(10);
    return {
      labels: JSON.stringify({
        'compute.googleapis.com/resource_name': `gke-prod-pool-1-${own.hex(8)}-${own.hex(4)}`,
        'k8s-pod/app': service,
        'k8s-pod/pod-template-hash': hash,
      }),
      resource: JSON.stringify({
        labels: {
          cluster_name: 'prod',
          container_name: service,
          location: 'europe-west1',
          namespace_name: 'shop',
          pod_name: `${service}-${hash}-${own.hex(5)}`,
          project_id: PROJECT,
        },
        type: 'k8s_container',
      }),
    };
  },
  appengine: (service, revision, _ofRevision, own) => ({
    labels: JSON.stringify({ 'appengine.googleapis.com/instance_name': own.hex(60), clone_id: own.hex(16) }),
    resource: JSON.stringify({
      labels: { module_id: service, project_id: PROJECT, version_id: `202601${revision}t120000`, zone: 'eu3' },
      type: 'gae_app',
    }),
  }),
  functions: (service, _revision, _ofRevision, own) => ({
    labels: JSON.stringify({
      execution_id: own.hex(12),
      instance_id: `00c61b117c${own.hex(86)}`,
      runtime_version: '5',
    }),
    resource: JSON.stringify({
      labels: { function_name: service, project_id: PROJECT, region: 'europe-west1' },
      type: 'cloud_function',
    }),
  }),
};
