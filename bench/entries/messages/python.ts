import type { Messages } from './messages.ts';

/** What a Python API and its workers say, most frequent first. */
export const PYTHON: Messages = {
  DEBUG: `
    cache lookup for key session:{hex} returned in {ms} ms
    SELECT orders.id FROM orders WHERE orders.customer_id = {int} LIMIT {small}
    Releasing connection {int} back to pool
    token for {user} refreshed, next refresh in {sec} seconds`,
  INFO: `
    Order {order} created for customer {int} in {ms} ms
    HTTP Request: POST https://api.example.com/v1/charges "HTTP/1.1 200 OK"
    Received webhook invoice.paid for {order}
    User {user} logged in from {ip}
    ✅ Agent run {uuid} completed with {int} tokens
    Publishing message {int} to topic order-events
    Task reports.tasks.build_report[{uuid}] succeeded in {sec}s: None
    Loaded {int} feature flags from https://flags.example.com/api/flags
    Cart {uuid} merged into cart {uuid}
    Cleaned up {int} expired sessions
    Rendered invoice {path} for {email}
    Search for '{name}' returned {int} hits in {ms} ms
    Started server process [{int}]
    Waiting for application startup.
    Application startup complete.
    Scheduled shipment of {order} for {date}
    Synced {int} products from warehouse {small} in {sec} seconds
    Customer {name} changed the delivery address of {order}
    Running migration {hex} -> {hex}, add index on orders
    WebSocket connection {uuid} accepted for {user}
    📦 Parcel {hex} handed over to carrier
    Applied coupon SPRING{int} worth {money} EUR to cart {uuid}
    Model warmed up in {sec} seconds
    Heartbeat from worker {small}: queue length {int}, memory {pct}
    Exported {int} rows to {path}
    Connected to Redis at {host}
    Deleted {int} orphaned files below {path}
    Two-factor code sent to {email}
    Circuit breaker for shipping-api closed again after {sec} seconds`,
  NOTICE: `
    Configuration reloaded, {int} keys changed
    Feature flag new-checkout switched on for {pct} of users
    Password of {user} changed`,
  WARNING: `
    Slow query took {ms} ms: SELECT * FROM invoices WHERE paid_at IS NULL
    Retrying request to {url} after {sec}s (attempt {small} of 5)
    Rate limit of {user} nearly used up: {int} of 1000 requests
    SessionMiddleware missing, falling back to header authentication
    Deprecated field 'customer_ref' used by client {version}
    Connection pool is at {pct} of its size
    Message {uuid} was delivered {small} times
    Stock of product {int} is negative: -{small}
    Could not parse Accept-Language header of {user}, using en
    ⚠️ Token budget for {user} is {pct} used
    Clock skew of {ms} ms against {host} detected
    Unverified HTTPS request is being made to host {host}
    Dropping malformed event from partition {small} at offset {int}`,
  ERROR: `
    Error routing message from {user}: 'function' object has no attribute 'can_handle'
    Payment of {order} failed: card declined by issuer
    Could not deliver mail to {email}: mailbox full
    ❌ Agent run {uuid} failed: context length exceeded by {int} tokens
    Connection to {host} refused (attempt {small})
    Webhook signature of event {uuid} does not match
    Database session {int} was invalidated while in use
    Failed to acquire lock orders:{int} within {sec} seconds
    Zahlung für Bestellung {order} fehlgeschlagen: Karte abgelehnt
    Upload of {path} to bucket shop-exports failed with status 503
    Customer {int} has two active subscriptions
    Invalid UTF-8 in import file {path} at byte {bytes}
    JWT of {user} expired {int} seconds ago`,
  CRITICAL: `
    Ledger out of balance by {money} EUR after {order}
    Out of disk space on /var/lib/worker while writing {path}`,
};
