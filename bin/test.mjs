// npm test. Plain JavaScript without dependencies: it runs before anything is installed.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 9)) {
  console.error(`Fiber-DB needs Node 20.9 or later; this is ${process.version}.`);
  process.exit(1);
}
import("./parts/test.mjs").then(({ testAll }) => testAll(process.argv.slice(2)));
