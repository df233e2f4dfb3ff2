import type { Random } from '../random.ts';
import { type Failure, failuresOf } from './trace.ts';

export function javaFailures(count: number, random: Random): Failure[] {
  return failuresOf(
    {
      thrown: `
        java.lang.NullPointerException: Cannot invoke "com.example.payments.Account.id()" because "account" is null
        java.net.SocketTimeoutException: Read timed out after {ms} ms
        org.springframework.dao.OptimisticLockingFailureException: Row was updated or deleted by another transaction: [Payment#{int}]
        com.example.payments.AcquirerException: Acquirer answered {bank}
        java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after {ms}ms
        java.lang.IllegalStateException: Payment {uuid} is already settled
        java.io.IOException: Broken pipe
        java.util.concurrent.TimeoutException: Did not observe any item within {ms}ms
        com.fasterxml.jackson.databind.exc.MismatchedInputException: Cannot deserialize value of type java.math.BigDecimal from String "{hex}"
        java.lang.OutOfMemoryError: Java heap space`,
      own: `
        com.example.payments.Gateway.charge(Gateway.java
        com.example.payments.Settlement.close(Settlement.java
        com.example.payments.web.PaymentController.create(PaymentController.java
        com.example.inventory.Reservation.reserve(Reservation.java
        com.example.inventory.web.StockController.adjust(StockController.java
        com.example.shared.Retry.lambda$call$0(Retry.java
        com.example.payments.fraud.Scorer.score(Scorer.java`,
      libraries: `
        org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java
        java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java
        org.hibernate.internal.SessionImpl.flush(SessionImpl.java
        com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java
        io.netty.channel.AbstractChannelHandlerContext.invokeChannelRead(AbstractChannelHandlerContext.java
        java.base/java.lang.Thread.run(Thread.java`,
      frame: (frame, line) => `\tat ${frame}:${line})`,
      block: (type, message, frames) => [`${type}: ${message}`, ...frames.toReversed()].join('\n'),
      chain: (cause, block) => `${block}\nCaused by: ${cause}\n\t... 42 more`,
    },
    count,
    random,
  );
}
