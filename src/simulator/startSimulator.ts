import { createHash } from 'node:crypto';
import { systemClock } from '../core/clock';
import { makeAccount } from './account';
import type { Account } from './account';
import { makeBrands } from './agencyBrands';
import type { Fault } from './fault';
import type { JobScript, NewJob, Outcome } from './jobScript';
import { Listener } from './listener';
import type { RequestRecord } from './requestLog';
import { scenarioJobs } from './scenarioJobs';
import { serveRequest } from './serveRequest';
import { SimulatedClock } from './simulatedClock';
import type { SimulatorOptions } from './simulatorOptions';
import { withDialect } from './dialects';
import { World } from './world';

export { DIALECT_NAMES } from './dialectNames';

/** The bytes that a download of a job has to produce. */
export interface ExpectedResult {
  readonly lengthBytes: number;
  readonly rows: number;
  readonly fileName: string | undefined;
  readonly etag: string;
  read(start: number, end: number): Buffer;
  /** In hexadecimal. Takes a moment for large results, because their bytes are generated. */
  hash(algorithm: 'sha256' | 'md5'): Promise<string>;
}

/** A simulated impact.com that listens on 127.0.0.1 until it's closed. */
export interface Simulator {
  /** The API's URL, without a slash at the end. */
  readonly baseUrl: string;
  /** The URL of the second origin, which stores results. */
  readonly storageUrl: string;
  readonly port: number;
  readonly accounts: readonly Account[];
  /** All requests, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** The names of the scenario's jobs by job ID, including jobs in the future. */
  readonly names: ReadonlyMap<string, string>;
  /** The named jobs as they are now, with their accounts. */
  namedJobs(): readonly NamedJob[];
  /** The simulated time, in milliseconds since the Unix epoch. */
  now(): number;
  /** Advances the simulated time immediately. */
  advance(ms: number): void;
  /** Adds a job and returns its ID. Default: to the first account. */
  addJob(job?: NewJob, accountSid?: string): string;
  /** Changes a job's script, including its past. */
  updateJob(jobId: string, change: Partial<JobScript>): void;
  /** Ends a job now. */
  finishJob(jobId: string, outcome?: Exclude<Outcome, { status: 'RUNNING' }>): void;
  removeJob(jobId: string): void;
  /** The job as its account's API describes it now. */
  describeJob(jobId: string): Readonly<Record<string, unknown>>;
  /** The job's current or future file. Undefined if it has none. */
  resultOf(jobId: string): ExpectedResult | undefined;
  /** Sets a fault. Returns a function that removes it. */
  setFault(fault: Fault): () => void;
  clearFaults(): void;
  /** An unreachable origin refuses connections and drops its open ones. */
  setReachable(origin: 'api' | 'storage', reachable: boolean): Promise<void>;
  /** Counts requests as if other scripts had sent them for the same account. */
  spendRequests(count: number, accountSid?: string): void;
  close(): Promise<void>;
}

export interface NamedJob {
  readonly jobId: string;
  readonly name: string;
  /** As the API writes it. */
  readonly status: unknown;
  /** The SID of the job's account. */
  readonly sid: string;
  /** For a brand that an agency manages. */
  readonly brandId?: string | undefined;
}

const HASH_CHUNK_BYTES = 1024 * 1024;

export async function startSimulator(asked: SimulatorOptions = {}): Promise<Simulator> {
  const options = withDialect(asked);
  const seed = options.seed ?? 1;
  const clock = new SimulatedClock(options.clock ?? systemClock, options.speed ?? 1);
  const ownAccounts = (options.accounts ?? [{ kind: 'agency' as const }]).map((account, index) =>
    makeAccount(account, seed, index),
  );
  const agencies = ownAccounts.filter(({ kind }) => kind === 'agency');
  const accounts = [...ownAccounts, ...agencies.flatMap((agency) => makeBrands(agency, options.brands ?? 0, seed))];
  const world = new World(seed, clock, accounts, options);
  const names = populate(world, options);

  const storage: Listener = await Listener.open(0, options.tls, (request, response) =>
    serveRequest(world, 'storage', storage.url, storage.url, request, response),
  );
  const api: Listener = await Listener.open(options.port ?? 0, options.tls, (request, response) =>
    serveRequest(world, 'api', api.url, storage.url, request, response),
  ).catch(async (error: unknown) => {
    await storage.close();
    throw error;
  });
  const listeners = { api, storage };
  const describeJob = (jobId: string) => {
    const job = world.jobs.get(jobId);
    return world.describe(job, accountOf(job.accountSid));
  };
  const accountOf = (sid = accounts[0]?.sid) => {
    const account = accounts.find((candidate) => candidate.sid === sid);
    if (!account) {
      throw new Error(`The simulator has no account ${sid}`);
    }
    return account;
  };

  return {
    baseUrl: api.url + (options.pathPrefix ?? ''),
    storageUrl: storage.url,
    port: api.port,
    accounts,
    requests: world.log.records,
    names,
    now: () => world.now(),
    advance: (ms) => clock.advance(ms),
    addJob: (job = {}, accountSid) => world.jobs.add(accountOf(accountSid).sid, job).id,
    updateJob: (jobId, change) => void world.jobs.update(jobId, change),
    finishJob: (jobId, outcome = { status: 'COMPLETED' }) => void world.jobs.finish(jobId, outcome),
    removeJob: (jobId) => world.jobs.remove(jobId),
    describeJob,
    namedJobs: () =>
      [...names].map(([jobId, name]) => {
        const { sid, brand } = accountOf(world.jobs.get(jobId).accountSid);
        return { jobId, name, status: describeJob(jobId)['Status'], sid, brandId: brand?.id };
      }),
    resultOf: (jobId) => expectedResult(world, jobId),
    setFault: (fault) => world.faults.set(fault),
    clearFaults: () => world.faults.clear(),
    setReachable: (origin, reachable) => (reachable ? listeners[origin].reopen() : listeners[origin].close()),
    spendRequests: (count, accountSid) => void world.rateLimits.spend(accountOf(accountSid), 'requests', count),
    async close() {
      await Promise.all([api.close(), storage.close()]);
    },
  };
}

function populate(world: World, options: SimulatorOptions): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const bySid = new Map(world.accounts.map((account) => [account.sid, account]));
  for (const [index, [sid, account]] of [...bySid].entries()) {
    for (const script of scenarioJobs(options.scenario ?? 'embedded', account, world.seed, world.now(), index === 0)) {
      const job = world.jobs.add(sid, script);
      if (script.name !== undefined) {
        names.set(job.id, script.name);
      }
    }
  }
  return names;
}

function expectedResult(world: World, jobId: string): ExpectedResult | undefined {
  const result = world.expectedResultOf(world.jobs.get(jobId));
  return (
    result && {
      lengthBytes: result.lengthBytes,
      rows: result.rows,
      fileName: result.fileName,
      etag: result.etag,
      read: (start, end) => result.read(start, end),
      async hash(algorithm) {
        const hash = createHash(algorithm);
        for (let offset = 0; offset < result.lengthBytes; offset += HASH_CHUNK_BYTES) {
          hash.update(result.read(offset, Math.min(result.lengthBytes, offset + HASH_CHUNK_BYTES)));
          await new Promise((resolve) => setImmediate(resolve));
        }
        return hash.digest('hex');
      },
    }
  );
}
