import { createWeighted, type Random, zipf } from './random.ts';

const ROUTES = `
  GET /
  GET /products/{id}
  GET /api/cart
  POST /api/cart/items
  GET /healthz
  GET /search
  POST /api/orders
  GET /api/orders/{id}
  GET /static/app.js
  POST /graphql
  GET /categories/{id}/products
  PUT /api/cart/items/{id}
  POST /login
  DELETE /api/cart/items/{id}
  GET /api/users/{id}/addresses
  POST /webhooks/payments
  GET /favicon.ico
  PATCH /api/users/{id}
  POST /internal/tasks/report
  GET /api/v2/stock/{id}
  OPTIONS /graphql
  HEAD /healthz
  GET /wp-login.php`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(' '));

const STATUSES = [200, 304, 201, 204, 404, 302, 401, 500, 503, 429, 400, 504, 403];
const STATUS_WEIGHTS = [700, 60, 50, 40, 45, 30, 20, 12, 10, 9, 14, 4, 6];

const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'curl/8.9.1',
  'GoogleHC/1.0',
  'kube-probe/1.30',
  'python-httpx/0.27.2',
] as const;

export interface RequestLine {
  /** The `httpRequest` as JSON. */
  readonly json: string;
  readonly severity: 'INFO' | 'WARNING' | 'ERROR';
  /** `GET /products/{id} 500`; below 500, requests are not told apart by their path: `GET 200`. */
  readonly name: string;
}

/** What Cloud Run's load balancer notes of every request. */
export function createRequests(random: Random): () => RequestLine {
  const drawRoute = createWeighted(zipf(ROUTES.length), random);
  const drawStatus = createWeighted(STATUS_WEIGHTS, random);
  return () => {
    const [method = '', route = ''] = ROUTES[drawRoute()] ?? [];
    const status = STATUSES[drawStatus()] ?? 200;
    const path = route.replace('{id}', String(random.int(1_000_000)));
    const query = random.int(5) === 0 ? `?page=${random.int(90)}&ref=${random.hex(6)}` : '';
    const client = `203.0.113.${random.int(256)}`;
    const latency = (0.002 + 3 * random.fraction() ** 6).toFixed(9);
    const sizes = `"requestSize":"${300 + random.int(2_000)}","requestUrl":"https://shop.example.com${path}${query}","responseSize":"${random.int(90_000)}"`;
    return {
      json: `{"latency":"${latency}s","protocol":"HTTP/1.1","remoteIp":"${client}","requestMethod":"${method}",${sizes},"serverIp":"216.239.32.53","status":${status},"userAgent":${JSON.stringify(random.pick(AGENTS))}}`,
      severity: status >= 500 ? 'ERROR' : status >= 400 ? 'WARNING' : 'INFO',
      name: status >= 500 ? `${method} ${route} ${status}` : `${method} ${status}`,
    };
  };
}
