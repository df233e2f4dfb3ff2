#!/usr/bin/env -S node --max-semi-space-size=8
// A larger young generation only lets more garbage pile up while a large file is read: more memory, no more speed.
import './node-version.js';
import './compile-cache.js';
import { runProgram } from './cli/program.ts';

process.exitCode = await runProgram(process.argv);
