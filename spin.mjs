import { readFileSync } from 'node:fs';

const mode = process.argv[2];
let lines;
if (mode === 'parse') lines = readFileSync('/tmp/lead/e100k.ndjson', 'utf8').split('\n').filter(Boolean);
const t0 = process.hrtime.bigint();
let x = 0;
if (mode === 'parse') for (let r = 0; r < 10; r++) for (const l of lines) x += JSON.parse(l).insertId.length;
else for (let i = 0; i < 3e9; i++) x = (x * 31 + i) | 0;
console.log(mode, Number(process.hrtime.bigint() - t0) / 1e9, process.cpuUsage().user / 1e6);
