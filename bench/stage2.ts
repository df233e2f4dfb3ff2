/**
 * `node bench/stage2.ts COUNT`: the time that stage 2 takes for so many distinct skeletons, which are made
 * before the clock starts. Prints a line of JSON.
 */
import { mergeTemplates } from '../src/cluster/templates.ts';
import { createSkeletons } from './entries/skeletons.ts';

const SEED = 7;

const [count = ''] = process.argv.slice(2);
const skeletons = createSkeletons(Number(count), SEED);
const started = performance.now();
const merged = mergeTemplates(skeletons);
const milliseconds = performance.now() - started;
const templates = new Set(merged.map((tokens) => tokens.join(' '))).size;
console.log(JSON.stringify({ milliseconds, skeletons: skeletons.length, templates }));
