import type { Random } from '../random.ts';
import { type Failure, failuresOf } from './trace.ts';

export function pythonFailures(count: number, random: Random): Failure[] {
  return failuresOf(
    {
      thrown: `
        ValueError: invalid literal for int() with base 10: '{hex}'
        KeyError: 'customer_id'
        psycopg.OperationalError: connection to server at "{ip}", port 5432 failed: Connection refused
        TimeoutError: gateway did not answer within {small} s
        AttributeError: 'NoneType' object has no attribute 'total'
        sqlalchemy.exc.IntegrityError: duplicate key value violates unique constraint "orders_pkey" DETAIL: Key (id)=({int}) already exists.
        shop.errors.OutOfStock: product {int} is out of stock
        httpx.ReadTimeout: timed out while reading {url}
        UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9 in position {int}: invalid continuation byte
        pydantic_core._pydantic_core.ValidationError: {small} validation errors for OrderIn
        ZeroDivisionError: division by zero
        google.api_core.exceptions.Forbidden: 403 GET {url}: Permission denied`,
      own: `
        /app/shop/api/orders.py create_order order = await service.create(payload)
        /app/shop/api/carts.py merge_carts merged = merge(left, right)
        /app/shop/services/pricing.py total_of return sum(line.total for line in lines)
        /app/shop/services/payments.py charge await gateway.charge(order, "card")
        /app/shop/repositories/orders.py insert await session.execute(statement)
        /app/shop/workers/reports.py build_report rows = list(query.rows(since=since))
        /app/shop/webhooks.py handle event = parse(body, headers["stripe-signature"])
        /app/shop/websocket_core/router.py route handler.can_handle(message)`,
      libraries: `
        /usr/local/lib/python3.12/site-packages/sqlalchemy/engine/base.py _exec_single_context self.dialect.do_execute(
        /usr/local/lib/python3.12/site-packages/starlette/routing.py app response = await f(request)
        /usr/local/lib/python3.12/site-packages/httpx/_transports/default.py handle_async_request resp = await self._pool.handle_async_request(req)
        /usr/local/lib/python3.12/site-packages/fastapi/routing.py run_endpoint_function return await dependant.call(**values)
        /usr/local/lib/python3.12/asyncio/tasks.py wait_for return await fut`,
      frame(frame, line) {
        const [file, name, ...code] = frame.split(' ');
        return `  File "${file}", line ${line}, in ${name}\n    ${code.join(' ')}`;
      },
      block: (type, message, frames) =>
        ['Traceback (most recent call last):', ...frames, `${type}: ${message}`].join('\n'),
      chain: (cause, block) =>
        `${cause}\n\nThe above exception was the direct cause of the following exception:\n\n${block}`,
    },
    count,
    random,
  );
}
