/** Runs the program with the arguments given and prints its peak memory in MiB as the last line of stderr. */
import { runProgram } from '../src/cli/program.ts';

process.exitCode = await runProgram(process.argv);
console.error(`peak ${Math.round(process.resourceUsage().maxRSS / 1024)}`);
