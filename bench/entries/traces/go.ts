import type { Random } from '../random.ts';
import { type Failure, failuresOf } from './trace.ts';

/** Panics, as the Go runtime prints them. */
export function goFailures(count: number, random: Random): Failure[] {
  return failuresOf(
    {
      thrown: `
        panic: runtime error: invalid memory address or nil pointer dereference
        panic: runtime error: index out of range [{small}] with length {small}
        panic: assignment to entry in nil map
        panic: send on closed channel
        panic: interface conversion: interface {} is nil, not string
        fatal error: concurrent map read and map write`,
      own: `
        example.com/gateway/proxy.(*Proxy).ServeHTTP /src/proxy/proxy.go
        example.com/gateway/limits.(*Bucket).Take /src/limits/bucket.go
        example.com/gateway/routes.Match /src/routes/match.go
        example.com/gateway/auth.(*Verifier).Verify /src/auth/verifier.go
        main.main /src/main.go
        example.com/gateway/config.(*Watcher).apply /src/config/watcher.go`,
      libraries: `
        net/http.HandlerFunc.ServeHTTP /usr/local/go/src/net/http/server.go
        net/http.serverHandler.ServeHTTP /usr/local/go/src/net/http/server.go
        golang.org/x/sync/errgroup.(*Group).Go.func1 /go/pkg/mod/golang.org/x/sync@v0.7.0/errgroup/errgroup.go
        github.com/go-chi/chi/v5.(*Mux).routeHTTP /go/pkg/mod/github.com/go-chi/chi/v5@v5.0.12/mux.go`,
      frame(frame, line) {
        const [name, file] = frame.split(' ');
        return `${name}(0xc000${(line * 4096).toString(16)}, 0x${line.toString(16)})\n\t${file}:${line} +0x${(line % 512).toString(16)}`;
      },
      block: (type, message, frames, random) =>
        [`${type}: ${message}`, '', `goroutine ${1 + random.int(90_000)} [running]:`, ...frames.toReversed()].join(
          '\n',
        ),
      chain: (cause, block) => `${cause.split('\n', 1)[0]} [recovered]\n\t${block}`,
    },
    count,
    random,
  );
}
