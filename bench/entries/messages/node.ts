import type { Messages } from './messages.ts';

/** What a Node web front end says, most frequent first. */
export const NODE: Messages = {
  DEBUG: `
    hydrated store slice cart with {int} items
    etag matched for asset {hex}.js
    resolved locale de-DE for {ip}`,
  INFO: `
    request completed
    page /products/{int} rendered on the server in {ms} ms
    incoming request
    graphql operation GetCart took {ms} ms
    session {hex} restored from cookie
    image {path} resized to {int}x{int}
    prefetching recommendations for {user}
    server listening on 0.0.0.0:8080
    asset manifest {hash} loaded
    user {name} subscribed to newsletter
    experiment checkout-button assigned variant B to {user}
    sitemap regenerated with {int} urls
    cache purge for tag product-{int} acknowledged by cdn
    websocket client {hex} joined room support
    locale bundle fr loaded, {kb} gzip
    consent version {small} stored for visitor {uuid}
    service worker {version} activated
    redirecting legacy url {path}
    sent {int} push notifications in {sec} s
    csrf token rotated for session {hex}`,
  NOTICE: `
    SIGTERM received, draining {int} connections
    feature checkout-v2 enabled by remote config {version}`,
  WARNING: `
    slow render of /cart: {ms} ms
    upstream orders answered 429, backing off {ms} ms
    missing translation for key checkout.summary.{small} in pl
    client {ip} sent a body of {bytes} bytes, limit is 1048576
    (node:{int}) MaxListenersExceededWarning: Possible EventEmitter memory leak detected
    fetch of {url} timed out, serving stale copy
    unknown coupon {hex} entered by {user}
    content security policy violated by inline script on /checkout
    image {path} has no alt text`,
  ERROR: `
    upstream payments failed: connect ECONNREFUSED {ip}:8443
    upstream search failed: connect ETIMEDOUT {ip}:9200
    rendering /products/{int} failed, falling back to client
    could not verify captcha for {ip}: timeout-or-duplicate
    socket hang up while streaming {path}
    graphql operation PlaceOrder failed for {user}: insufficient stock
    invalid state transition of cart {uuid}: PAID -> OPEN
    invalid state transition of cart {uuid}: CANCELLED -> OPEN
    failed to parse cookie of {ip}: Unexpected token in JSON at position {int}`,
  CRITICAL: `
    uncaught exception, shutting down worker {small}`,
};
