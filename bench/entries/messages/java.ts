import type { Messages } from './messages.ts';

/** What Spring services say, most frequent first. */
export const JAVA: Messages = {
  DEBUG: `
    Returning cached instance of singleton bean 'paymentGateway{small}'
    Fetching entity Payment#{int} from second level cache
    Opening JDBC connection to {host}`,
  INFO: `
    Payment {uuid} authorised for {money} EUR
    Überweisung {uuid} über {money} € ausgeführt
    Reserved {small} units of SKU {hex} in warehouse {small}
    Completed initialization in {ms} ms
    Consumed record order-events-{small}@{int} in {ms} ms
    Settlement batch {int} closed with {int} payments, total {money} EUR
    Inventory snapshot {uuid} written, {kb}
    HikariPool-1 - Start completed.
    HikariPool-1 - Pool stats (total={small}, active={small}, idle={small}, waiting=0)
    Refund {uuid} accepted by acquirer, reference {hex}
    Tomcat started on port 8080 (http) with context path '/'
    Price list {version} activated for {int} articles
    Scheduled job stock-count finished in {sec} s
    Started PaymentsApplication in {sec} seconds (process running for {sec})
    3-D Secure challenge for {user} passed
    Kafka consumer group rebalanced: {small} partitions assigned
    Currency rates of {date} loaded, {int} pairs
    Goods receipt {order} booked by {name}
    Merchant {int} onboarded
    Fraud score of payment {uuid} is {pct}
    Flushed {int} metrics to {host}`,
  NOTICE: `
    Leader election won by pod payments-{hex}
    Shutting down ExecutorService 'settlement'`,
  WARNING: `
    HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta={sec}s).
    Acquirer answered after {ms} ms, threshold is 800 ms
    Offset commit of partition {small} failed, will retry
    Stock of SKU {hex} below threshold: {small} left
    Resolved [org.springframework.web.HttpRequestMethodNotSupportedException: Request method 'PUT' is not supported]
    Certificate of {host} expires in {small} days
    Idempotency key {uuid} reused with a different amount
    Price of article {int} differs between shop and ERP by {money} EUR`,
  ERROR: `
    Payment {uuid} declined: INSUFFICIENT_FUNDS
    Payment {uuid} declined: EXPIRED_CARD
    Payment {uuid} declined: SUSPECTED_FRAUD
    Could not reserve SKU {hex}: version conflict after {small} attempts
    Dead letter queue received message {uuid} from order-events
    Settlement file {path} rejected by bank with code {bank}
    Timeout after {ms} ms while waiting for lock on account {int}
    Reconciliation of {date} found {int} unmatched payments
    Unable to send audit record to {host}: broken pipe
    Chargeback {hex} refers to unknown payment {uuid}`,
  CRITICAL: `
    Encryption key version {small} not available, payments are stopped`,
};
