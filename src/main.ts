#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --max-semi-space-size=8 --heap-growing-percent=30
// One arena of the C library for all threads: with one each, what a thread gave back is of no use to the others (40 MB).
// A larger young generation only lets more garbage pile up while a large file is read: more memory, no more speed. And
// V8 lets garbage grow to three times what is in use before it looks for it; a third of that is as fast.
import './node-version.js';
import './compile-cache.js';
import { outliveOutput } from './cli/output.ts';
import { runProgram } from './cli/program.ts';

outliveOutput(process);
process.exitCode = await runProgram(process.argv);
