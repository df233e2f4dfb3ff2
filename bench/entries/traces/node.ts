import type { Random } from '../random.ts';
import { type Failure, failuresOf } from './trace.ts';

export function nodeFailures(count: number, random: Random): Failure[] {
  return failuresOf(
    {
      thrown: `
        TypeError: Cannot read properties of undefined (reading 'price')
        Error: connect ECONNREFUSED {ip}:8443
        AbortError: The operation was aborted after {ms} ms
        SyntaxError: Unexpected token '<', "<!DOCTYPE "... is not valid JSON
        RangeError: Invalid time value
        UpstreamError: orders answered 503 for {url}
        Error: read ECONNRESET
        ValidationError: "items[{small}].quantity" must be a positive number
        TypeError: fetch failed
        ReferenceError: window is not defined`,
      own: `
        renderCart (/app/dist/cart/render.js
        loadProduct (/app/dist/products/load.js
        CheckoutPage.submit (/app/dist/checkout/page.js
        async fetchPrices (/app/dist/prices/client.js
        async placeOrder (/app/dist/orders/place.js
        new Session (/app/dist/session.js
        Object.resolve (/app/dist/graphql/resolvers.js`,
      libraries: `
        Layer.handle [as handle_request] (/app/node_modules/express/lib/router/layer.js
        process.processTicksAndRejections (node:internal/process/task_queues
        async Promise.all (/app/node_modules/p-map/index.js
        next (/app/node_modules/koa-compose/index.js
        JSON.parse (node:internal/json`,
      frame: (frame, line) => `    at ${frame}:${line}:${5 + (line % 40)})`,
      block: (type, message, frames) => [`${type}: ${message}`, ...frames.toReversed()].join('\n'),
      chain: (cause, block) => `${block} {\n  [cause]: ${cause.replaceAll('\n', '\n  ')}\n}`,
    },
    count,
    random,
  );
}
