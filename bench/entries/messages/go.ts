import type { Messages } from './messages.ts';

/** What a Go gateway says, most frequent first. */
export const GO: Messages = {
  DEBUG: `
    route matched /v1/orders/{int}
    reusing connection to {host}
    token bucket for {ip} holds {int} tokens`,
  INFO: `
    request served
    proxied GET /v1/products/{int} to {ip}:8080 in {ms} ms
    health check of backend orders-{small} passed
    certificate for shop.example.com renewed, valid until {date}
    loaded {int} routes from config map revision {int}
    client {hex} negotiated HTTP/2
    blue/green switch: weight of green is {pct}
    endpoint slice updated: {small} backends ready
    accepted connection from {ip}:{int}
    access token of {user} validated by {url}
    config watcher started, polling every {sec}s
    circuit closed for backend search
    garbage collection freed {kb} in {ms} ms
    grpc stream {int} finished with code OK
    geo lookup of {ip} took {ms} ms`,
  NOTICE: `
    draining listener on :8443, {int} open connections
    log level changed from info to debug by {name}`,
  WARNING: `
    backend orders-{small} failed {small} of 3 health checks
    TLS handshake with {ip}:{int} failed: remote error: tls: unknown certificate
    rate limit exceeded for {ip}, {int} requests in {sec}s
    dropping request of {bytes} bytes from {ip}: header too large
    config map revision {int} holds unknown key "retry_budget"
    slow upstream write to {host}: {ms} ms
    access token of {user} expires in {small} s`,
  ERROR: `
    circuit opened for backend search after {small} failures
    dial tcp {ip}:5432: connect: connection refused
    dial tcp {ip}:6379: i/o timeout
    lookup orders.internal on {ip}:53: no such host
    write tcp {ip}:{int}->{ip}:8080: write: broken pipe
    context deadline exceeded while calling payments after {ms} ms
    grpc stream {int} finished with code Unavailable
    grpc stream {int} finished with code PermissionDenied
    cannot decode body of webhook {uuid}: unexpected EOF
    jwks of {url} could not be fetched: status 502`,
  CRITICAL: `
    no healthy backend left for service orders`,
};
