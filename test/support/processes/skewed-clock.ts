/** Imported before a program: its clock is wrong by `SKEW_MS` milliseconds. */
const skew = Number(process.env.SKEW_MS);
const right = Date.now.bind(Date);

Date.now = () => right() + skew;
globalThis.Date = new Proxy(Date, {
  construct: (RealDate, given, newTarget) =>
    Reflect.construct(RealDate, given.length === 0 ? [right() + skew] : given, newTarget),
});
