import type { ThrownError } from '../../model/cluster.ts';
import { PLACEHOLDER } from '../../model/placeholder.ts';

/** What has numbers that are no ports: `order:5432`. */
const IDS = '(?:account|customer|id|item|job|key|line|lock|order|request|row|task|user)';
/**
 * What stands before a port: `db-1:5432`, `port 5432`, `port => 5432`, `('10.0.0.3', 5432)`, `10.0.0.3 5432`. Anything
 * else of these digits is a number like others: `order 5432`, the placeholder `[email-5432]`, the value of `"id":5432`.
 */
const BEFORE_PORT = `(?:(?<!["'\\\\]|\\b${IDS}):|(?:\\blocalhost|\\btcp)[ /]|(?:\\b|_)port\\W{0,5}|["'\`], ?|\\d\\.\\d{1,3} |${PLACEHOLDER.source} )`;

/** What a service leans on, and how its clients, drivers and ports are called. */
const DEPENDENCIES = [
  named('PostgreSQL', /postgres|psycopg|asyncpg|\bpgx\w*\b|\bpq:|\bPGSQL\b|PSQLException|\bPG::/, 5432),
  named('MySQL', /mysql|mariadb/, 3306),
  named('SQL Server', /mssql|\bsqlserver|\bsql server|\bSqlClient\b/, 1433),
  named('MongoDB', /mongo/, 27017),
  named('Firestore', /firestore/),
  named('Spanner', /\bspanner\b/),
  named('Bigtable', /\bbigtable\b/),
  named('Redis', /redis|memorystore|valkey|\blettuce\b|\bjedis\b/, 6379),
  named('Memcached', /memcache/, 11211),
  named('Kafka', /kafka/, 9092),
  named('RabbitMQ', /rabbitmq|amqp/, 5672),
  named('Pub/Sub', /pub\/?sub\b/),
  named('Elasticsearch', /elastic ?search|opensearch/, 9200),
  named('the mail server', /\bsmtp\b/),
];

/** A dependency, and what tells that a text speaks of it. */
function named(name: string, words: RegExp, port?: number): { name: string; wording: RegExp } {
  const wording = port === undefined ? words.source : `${words.source}|${port}\\b(?<=${BEFORE_PORT}${port})`;
  return { name, wording: new RegExp(wording, 'i') };
}

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
  const found = DEPENDENCIES.filter(({ wording }) => texts.some((text) => wording.test(text)));
  const [only] = found;
  if (only !== undefined) return found.length === 1 ? only.name : null;
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
