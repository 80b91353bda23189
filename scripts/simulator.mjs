// @ts-check
// Runs only the simulated impact.com, for people who write their own scripts against its Jobs API.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bundle = path.join(root, 'dist', 'startSimulator.js');

const HELP = `Plays impact.com's Jobs API on 127.0.0.1, without an account and without the network.

  npm run simulator -- [options]

  --port N        listen on this port (default: any free one)
  --kind KIND     agency, brand or partner (default: agency)
  --brands N      the brands that an agency manages, up to 60 (default: none)
  --dialect NAME  how it answers, such as countedPages or lateResults (default: as published; ? lists them)
  --scenario S    embedded, empty, or large:N for N jobs (default: embedded)
  --seed N        another number gives other accounts, jobs and results (default: 1)
  --speed X       simulated seconds in a real one; dates run ahead accordingly (default: 1)
  --names         print the jobs' names, which the API doesn't send, as JSON
  --verbose       print every request
  --help          this text

Ctrl-C ends it.`;

/**
 * @param {string} message
 * @returns {never}
 */
function refuse(message) {
  console.error(`${message}\nTry: npm run simulator -- --help`);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        kind: { type: 'string', default: 'agency' },
        brands: { type: 'string', default: '0' },
        dialect: { type: 'string', default: 'published' },
        scenario: { type: 'string', default: 'embedded' },
        seed: { type: 'string', default: '1' },
        speed: { type: 'string', default: '1' },
        names: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {string} name
 * @param {string | undefined} text
 * @param {{ least: number, most: number, whole?: boolean }} range
 */
function readNumber(name, text, { least, most, whole = true }) {
  const value = Number(text);
  if (!text?.trim() || !(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
    refuse(`--${name} takes a ${whole ? 'whole ' : ''}number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}

/**
 * @param {string | undefined} text
 * @returns {import('../src/simulator/simulatorOptions.ts').Scenario}
 */
function readScenario(text) {
  if (text === 'embedded' || text === 'empty') {
    return text;
  }
  const count = /^large:(\d+)$/.exec(text ?? '')?.[1];
  return count === undefined
    ? refuse(`--scenario takes embedded, empty or large:N, not "${text}".`)
    : { large: readNumber('scenario large', count, { least: 0, most: 1_000_000 }) };
}

/**
 * @param {string | undefined} text
 * @returns {import('../src/simulator/account.ts').AccountKind}
 */
function readKind(text) {
  return text === 'agency' || text === 'brand' || text === 'partner'
    ? text
    : refuse(`--kind takes agency, brand or partner, not "${text}".`);
}

/** @returns {typeof import('../src/simulator/startSimulator.ts')} */
function loadSimulator() {
  if (!existsSync(bundle)) {
    const build = spawnSync(process.execPath, [path.join(root, 'esbuild.mjs')], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (build.status !== 0 || !existsSync(bundle)) {
      console.error("Can't build the simulator. Are the packages installed? Try: npm ci");
      process.exit(1);
    }
  }
  return createRequire(import.meta.url)(bundle);
}

const values = readOptions();
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const OPTIONS = {
  port: readNumber('port', values.port, { least: 0, most: 65_535 }),
  seed: readNumber('seed', values.seed, { least: 0, most: 2 ** 32 - 1 }),
  speed: readNumber('speed', values.speed, { least: 0.01, most: 100_000, whole: false }),
  scenario: readScenario(values.scenario),
  accounts: [{ kind: readKind(values.kind) }],
  brands: readNumber('brands', values.brands, { least: 0, most: 60 }),
};
const { DIALECT_NAMES, startSimulator } = loadSimulator();
const dialect = DIALECT_NAMES.find((name) => name === values.dialect);
if (dialect === undefined) {
  refuse(`--dialect takes one of ${DIALECT_NAMES.join(', ')}, not "${values.dialect}".`);
}

/** @param {import('../src/simulator/requestLog.ts').RequestRecord} record */
function printRequest(record) {
  const query = record.query && record.origin === 'api' ? `?${record.query}` : '';
  console.log(
    `${new Date(record.atMs).toISOString().slice(11, 19)} ${record.status || '---'} ${record.method} ${record.origin === 'storage' ? 'storage' : ''}${record.path}${query} ${record.sentBytes} B`,
  );
}

try {
  const simulator = await startSimulator({
    ...OPTIONS,
    dialect,
    ...(values.verbose ? { onRequest: printRequest } : {}),
  });
  const account = simulator.accounts[0];
  if (!account) {
    throw new Error('The simulator has no account.');
  }
  console.log(`Simulator listening on ${simulator.baseUrl}
Account SID: ${account.sid}
Auth token: ${account.token}

Try:
  curl -u '${account.sid}:${account.token}' -H 'Accept: application/json' ${simulator.baseUrl}${account.path}/Jobs

In VS Code, with Jobs for impact.com:
  IMPACT_API_BASE_URL=${simulator.baseUrl} IMPACT_ACCOUNT_KIND=${account.kind} IMPACT_ACCOUNT_SID=${account.sid} IMPACT_AUTH_TOKEN=${account.token} code .

Ctrl-C ends it.`);
  if (values.names) {
    console.log(`Names: ${JSON.stringify(simulator.namedJobs())}`);
  }
  const end = async () => {
    await simulator.close();
    process.exit(0);
  };
  process.once('SIGINT', () => void end());
  process.once('SIGTERM', () => void end());
} catch (error) {
  const isTaken = /** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE';
  console.error(
    isTaken ? `Port ${OPTIONS.port} is in use. Choose another with --port, or none for any free one.` : error,
  );
  process.exit(1);
}
