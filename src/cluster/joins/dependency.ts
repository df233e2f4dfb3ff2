import type { ThrownError } from '../../model/cluster.ts';

/** What a service leans on, and how its clients, drivers and ports are called. */
const DEPENDENCIES: readonly (readonly [string, RegExp])[] = [
  ['PostgreSQL', /postgres|psycopg|asyncpg|\bpgx\w*\b|\bpq:|\bPGSQL\b|PSQLException|\bPG::|\b5432\b/i],
  ['MySQL', /mysql|mariadb|\b3306\b/i],
  ['SQL Server', /mssql|\bsqlserver|\bsql server|\bSqlClient\b|\b1433\b/i],
  ['MongoDB', /mongo|\b27017\b/i],
  ['Firestore', /firestore/i],
  ['Spanner', /\bspanner\b/i],
  ['Bigtable', /\bbigtable\b/i],
  ['Redis', /redis|memorystore|valkey|\blettuce\b|\bjedis\b|\b6379\b/i],
  ['Memcached', /memcache|\b11211\b/i],
  ['Kafka', /kafka|\b9092\b/i],
  ['RabbitMQ', /rabbitmq|amqp|\b5672\b/i],
  ['Pub/Sub', /pub\/?sub\b/i],
  ['Elasticsearch', /elastic ?search|opensearch|\b9200\b/i],
  ['the mail server', /\bsmtp\b/i],
];
/** Kinds of database: what only says `database` may mean any of them. */
const DATABASES: ReadonlySet<string> = new Set([
  'PostgreSQL',
  'MySQL',
  'SQL Server',
  'MongoDB',
  'Firestore',
  'Spanner',
  'Bigtable',
]);
/** Stands for a database of which it is not said which. */
export const DATABASE = 'database';
const ANY_DATABASE =
  /\bdatabases?\b|\bdb\b|\bsql(?:alchemy)?\b|cloud ?sql|\bhikari|\bprisma|\bjdbc\b|\bdata ?source\b|typeorm|sequelize|\bgorm\b|\bsqlx?\b|sql\.|\bSQLSTATE\b|\bPDO(?:Exception|Statement)?\b/i;

/** The one dependency that texts speak of, or null where they name none or several. */
export function dependencyIn(texts: readonly string[]): string | null {
  const named = DEPENDENCIES.filter(([, wording]) => texts.some((text) => wording.test(text)));
  const [only] = named;
  if (only !== undefined) return named.length === 1 ? only[0] : null;
  return texts.some((text) => ANY_DATABASE.test(text)) ? DATABASE : null;
}

/** The one whose client code is on the stack. */
export function dependencyInFrames(thrown: readonly ThrownError[]): string | null {
  const libraries = thrown.flatMap(({ frames }) =>
    frames.filter((frame) => !frame.own).map((frame) => `${frame.file} ${frame.function}`),
  );
  return dependencyIn(libraries);
}

export function isDatabase(dependency: string): boolean {
  return DATABASES.has(dependency);
}

/** Clients of web services in general: what they do not reach is no database, whatever the call was for. */
const WEB_CLIENTS = /\b(?:httpx|httpcore|requests|urllib3?|aiohttp|axios|undici|node-fetch|okhttp3?|net\/http)\b/;

/** Whether one of these was thrown by a client of web services. */
export function isWebCall(thrown: readonly ThrownError[]): boolean {
  return thrown.some(
    ({ type, frames }) => WEB_CLIENTS.test(type) || frames.some((frame) => !frame.own && WEB_CLIENTS.test(frame.file)),
  );
}
