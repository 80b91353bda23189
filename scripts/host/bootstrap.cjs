// Runs in the extension host in front of the tests: sends what they print to the terminal byte for byte, free of VS
// Code's own log. VS Code makes console.log and process.stdout.write read-only, so the whole objects are replaced.
const { Console } = require('node:console');
const { openSync, writeFileSync, writeSync } = require('node:fs');
const { Writable } = require('node:stream');

const COLUMNS = 120;

/** Writes at once: what is buffered is lost when a test crashes the host. */
function synchronousStream(file) {
  const descriptor = openSync(file, 'a');
  const stream = new Writable();
  stream.write = (chunk, encodingOrCallback, callback) => {
    writeSync(descriptor, chunk);
    const done = typeof encodingOrCallback === 'function' ? encodingOrCallback : callback;
    done?.();
    return true;
  };
  return Object.assign(stream, { fd: 1, isTTY: false, columns: COLUMNS });
}

exports.run = async () => {
  const { VSCODE_HOST_TESTS: tests, VSCODE_HOST_OUT: output } = process.env;
  const stream = synchronousStream(output);
  globalThis.console = new Console({ stdout: stream, stderr: stream });
  for (const name of ['stdout', 'stderr']) {
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream });
  }
  try {
    await require(tests).run();
  } finally {
    if (process.env.NODE_V8_COVERAGE) {
      require('node:v8').takeCoverage(); // the host is killed before it could do so at its exit
    }
  }
  writeFileSync(`${output}.passed`, '');
};
