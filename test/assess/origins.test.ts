import { expect, it } from 'vitest';
import { originsOf } from '../../src/assess/origins.ts';
import type { Cluster, Frame, Pattern } from '../../src/model/cluster.ts';
import { aRun } from '../support/runs.ts';

const frame = (file: string, own = true): Frame => ({ file, function: 'run', line: 1, own, code: '' });

function clusterOf(frames: readonly Frame[], modules: readonly string[]): Cluster {
  const cluster = aRun().clusters[0]?.cluster;
  const [root] = cluster?.patterns ?? [];
  if (cluster === undefined || root === undefined) throw new Error('the run has no cluster');
  const places = modules.map((module) => ({ module, function: '', file: '', line: '', count: 1 }));
  const pattern: Pattern = { ...root, thrown: [], facts: { ...root.facts, places } };
  const symptom: Pattern = { ...pattern, thrown: [{ type: 'E', message: '', frames: [frame('app/symptom.py')] }] };
  return { ...cluster, rootCause: { type: 'E', message: '', frames: [...frames] }, patterns: [pattern, symptom] };
}

it('goes up the stack in the application, then to where the root pattern was logged', () => {
  const frames = [frame('app/main.py'), frame('app/pay.py'), frame('site-packages/http.py', false)];
  expect(originsOf(clusterOf(frames, ['app.pay', 'app.web']))).toEqual([
    { module: '', file: 'app/pay.py' },
    { module: '', file: 'app/main.py' },
    { module: 'app.pay', file: '' },
    { module: 'app.web', file: '' },
  ]);
});

it('asks no symptom', () => {
  expect(originsOf({ ...clusterOf([], []), rootCause: null })).toEqual([]);
});
