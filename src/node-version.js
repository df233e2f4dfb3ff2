/**
 * Refuses Node older than 24 in one line. Plain JavaScript with no imports, and loaded before everything else
 * (`--import` in the checkout, the first import of main in the package): an old Node cannot even read TypeScript.
 */
const OLDEST = 24;

if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  process.stderr.write(
    `log-gardener needs Node ${OLDEST} or newer; this is Node ${process.versions.node}. In the checkout, run npm ci.\n`,
  );
  process.exit(2);
}
