/**
 * What shells, loaders, runtimes and the C library write when a program cannot start or dies: none of them names a level.
 */
export const LAST_WORDS: readonly RegExp[] = [
  // Shells and what starts a container: bash, dash, runc
  /^(?:-?[\w./-]{1,200}: (?:eval: )?line |-?[\w./-]{0,200}sh: )\d{1,6}: .{1,300}(?:not found|[Pp]ermission denied|No such file or directory|cannot execute\b.{0,80}|unbound variable|[Ss]yntax error\b.{0,200}|bad interpreter.{0,80})$/,
  /^(?:-?(?:\/\S{1,100}\/)?(?:ba|da|z|k|a)?sh|env): .{1,300}: (?:command )?(?:not found|No such file or directory|Permission denied)$/,
  /\bexec(?:\([^)]{0,20}\))?:? .{1,300}: (?:executable file not found in \$PATH|exec format error|no such file or directory|permission denied)(?:$|: unknown)/i,
  /\bexec user process caused\b|\bOCI runtime (?:create|exec|start) failed\b|^exec format error$/i,
  /^\S{1,200}: (?:line \d{1,6}: {1,10}\d{1,10} )(?:Killed|Aborted|Segmentation fault|Terminated)\b/,
  /^\S{1,200}: (?:can't open file '|No module named |error while loading shared libraries: )/,
  // The C library, the C++ and Rust runtimes, sanitizers
  /^(?:Killed|Aborted|Bus error|Illegal instruction|Floating point exception|Segmentation fault)(?: \(core dumped\))?$/,
  /^(?:(?:malloc|free|realloc|munmap_chunk|malloc_consolidate)\(\): |double free or corruption|corrupted size vs\. prev_size|\*\*\* (?:stack smashing|buffer overflow) detected \*\*\*)/,
  /^(?:libc\+\+abi: )?terminat(?:e called (?:after throwing an instance|without an active exception)|ing (?:due to|with) uncaught )/,
  /^\S{1,200}: \S{1,300}:\d{1,9}: .{1,300}: Assertion [`'].{1,300}' failed\.?$/,
  /^={1,2}\d{1,10}={1,2} ?ERROR: \w{1,40}Sanitizer: /,
  /^(?:memory allocation of \d{1,20} bytes failed|fatal runtime error: )/,
  // Python, Ruby, Lua, Erlang, uWSGI
  /^Fatal Python error: /,
  /^\S{1,300}:\d{1,9}: \[BUG\] /,
  /^lua\w{0,10}: \S{1,300}:\d{1,9}: /,
  /^=(?:ERROR|CRASH) REPORT====/,
  /^(?:!!! uWSGI process \d{1,10} got |\*\*\* HARAKIRI ON WORKER |--- no python application found)/,
  // .NET
  /^(?:Stack overflow|Out of memory|Process is terminating due to StackOverflowException)\.$/,
  // The Java virtual machine, Clojure
  /^# (?:A fatal error has been detected by|There is insufficient memory for) the Java Runtime/,
  /^(?:Terminating|Aborting) due to (?:[\w$]{1,80}\.){1,12}[A-Z][\w$]{0,80}/,
  /^Exception: (?:[\w$]{1,80}\.){1,12}\w{1,80} thrown from the UncaughtExceptionHandler /,
  /^(?:Error occurred during initialization of VM$|Unrecognized VM option )/,
  /^(?:Execution|Syntax) error (?:\(\w{1,80}\) )?(?:macroexpanding \S{1,200} |compiling )?at \(?\S/,
  // Go: gin, gorm; axios, yarn, pnpm, functions-framework
  /\bpanic recovered:$/,
  /^\/\S{1,300}\.go:\d{1,9} (?:ERROR:|Error \d{4}\b)/,
  /(?:^|: )Request failed with status code [45]\d\d$/,
  /^(?!.{0,80}\b(?:0|[Nn]o)\b).{0,200}\bfailed with (?:error:? (?!codes?\b|none\b)|exit code [1-9])/,
  /^ ?ELIFECYCLE {1,4}\S/,
  /^Could not load the function, shutting down/,
];
