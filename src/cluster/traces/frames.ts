import type { Frame } from '../../model/cluster.ts';

/** Packages of the runtime and of the frameworks that most services are built on. */
const JAVA_LIBRARIES = (
  'java. javax. jakarta. jdk. sun. com.sun. kotlin. kotlinx. scala. groovy. akka. org.springframework. org.apache. ' +
  'org.hibernate. org.eclipse. org.jboss. org.junit. org.slf4j. org.postgresql. com.mysql. com.zaxxer. com.fasterxml. ' +
  'com.google.common. com.google.api. com.google.cloud. io.grpc. io.netty. io.undertow. io.vertx. io.micrometer. ' +
  'io.opentelemetry. reactor. rx. feign. okhttp3. retrofit2. ch.qos. lombok. redis.clients. io.lettuce.'
).split(' ');

/** `com.acme.Shop.buy(Shop.java:12)`, also with a module (`java.base/`) or a jar (`~[app.jar:1.0]`). */
export function readJavaFrame(place: string): Frame | null {
  const match = /^(?:[\w.@-]+\/{1,2})?([\w$]+(?:[.$][\w$<>-]+)+)\(([^()]{0,300})\)/.exec(place.slice(0, 2000));
  if (match === null) return null;
  const name = match[1] ?? '';
  const [file = '', line] = (match[2] ?? '').split(':');
  // Node writes a space between function and place, and its places have columns.
  if (!/^(?:[\w$-]+\.(?:java|kt|scala|groovy|clj)|Native Method|Unknown Source)$/.test(file)) return null;
  return {
    file: file.includes(' ') ? '' : file,
    function: name,
    line: line === undefined || !/^\d{1,9}$/.test(line) ? null : Number(line),
    own: !JAVA_LIBRARIES.some((library) => name.startsWith(library)),
    code: '',
  };
}

/** `buy (/app/shop.js:12:5)`, `/app/shop.js:12:5`, `async Promise.all (index 0)`, `Array.map (<anonymous>)`. */
export function readNodeFrame(place: string): Frame | null {
  const text = place.slice(0, 2000);
  const bracket = text.endsWith(')') ? text.lastIndexOf(' (') : -1;
  const where = bracket === -1 ? text.replace(/^async /, '') : text.slice(bracket + 2, -1);
  const name = bracket === -1 ? '' : text.slice(0, bracket).replace(/^(?:async|new) /, '');
  const located = /^(.+?):(\d{1,9})(?::\d{1,9})?$/.exec(where);
  if (located === null && (bracket === -1 || !/^(?:<anonymous>|native|index \d+)$/.test(where))) return null;
  const file = (located?.[1] ?? '').replace(/^file:\/\//, '');
  if (bracket === -1 && !/[/\\.:]/.test(file)) return null;
  return {
    file,
    function: name.replace(/ \[as [^\]]*\]$/, ''),
    line: located === null ? null : Number(located[2]),
    own: file !== '' && !/^node:|^internal\/|(?:^|[/\\])node_modules[/\\]|^<|^evalmachine|^native/.test(file),
    code: '',
  };
}

/** A Go frame's two lines: the function with its arguments, and the place behind a tab. */
export function readGoFrame(call: string, place: string): Frame | null {
  const where = /^\s+(\S.{0,1000}):(\d{1,9})(?: \+0x[0-9a-f]+)?$/.exec(place.slice(0, 1200));
  if (where === null) return null;
  const name = call
    .replace(/^created by /, '')
    .replace(/ in goroutine \d+$/, '')
    .replace(/\((?:0x|\.\.\.|\{|\)|[^*()]*\)$).*$/, '');
  const file = where[1] ?? '';
  return { file, function: name, line: Number(where[2]), own: isOwnGo(name, file), code: '' };
}

function isOwnGo(name: string, file: string): boolean {
  if (/\/pkg\/mod\/|\/vendor\/|\/go\/src\/runtime\/|^_cgo|_testmain\.go/.test(file)) return false;
  if (
    /^\/(?:usr\/local\/go|usr\/lib\/go[^/]*|usr\/lib\/golang|opt\/hostedtoolcache\/go\/[^/]+\/[^/]+)\/src\//.test(file)
  )
    return false;
  // The standard library's packages have no dot in their first element, own ones have, or are `main`.
  const element = name.split('/', 1)[0] ?? '';
  return !(
    /^(?:runtime|net|os|io|sync|syscall|reflect|encoding|testing|database)(?:\.|$)/.test(element) &&
    !file.startsWith('/app')
  );
}
