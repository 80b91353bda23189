import { type Account, accountRef, isCalled } from '../account';
import type { JobEntry } from '../jobs/jobEntry';
import { type AccountSnapshot, entriesOf, lastGoodAt, shortfallOf, type Snapshot } from '../jobs/snapshot';
import { type JobForAgent, jobForAgent } from './jobForAgent';

const DEFAULT_LISTED = 20;
export const MAX_LISTED = 50;

/** Which jobs a model asks for. Undefined fields match all jobs. Texts are compared without regard to case. */
export interface JobQuery {
  readonly status: string | undefined;
  readonly type: string | undefined;
  /** A text in the name, the type, the ID, or the message. */
  readonly text: string | undefined;
  readonly accountSid: string | undefined;
  readonly limit: number | undefined;
}

export interface ListForAgent {
  readonly accounts: readonly {
    readonly accountSid: string;
    readonly name: string;
    readonly kind: string;
    readonly state: string;
    readonly asOf?: string;
    /** Only if the list is incomplete: `50 of 130 jobs`. */
    readonly loaded?: string;
  }[];
  /** The number of jobs that match. `jobs` contains the newest of them. */
  readonly matching: number;
  readonly jobs: readonly JobForAgent[];
}

export function listForAgent(snapshot: Snapshot, query: JobQuery, nowMs: number): ListForAgent {
  const matching = matchingJobs(snapshot, query);
  return {
    accounts: askedAccounts(snapshot, query).map(describeAccount),
    matching: matching.length,
    jobs: matching
      .slice(0, Math.min(query.limit ?? DEFAULT_LISTED, MAX_LISTED))
      .map(({ entry, account }) => jobForAgent(entry, account, nowMs)),
  };
}

/** All jobs that match, newest first, whatever the limit. */
export function matchingJobs(
  snapshot: Snapshot,
  query: JobQuery,
): readonly { readonly entry: JobEntry; readonly account: Account }[] {
  const matching = askedAccounts(snapshot, query).flatMap((source) =>
    entriesOf(source)
      .filter((entry) => matches(entry, query))
      .map((entry) => ({ entry, account: source.account })),
  );
  return matching.sort((a, b) => (b.entry.job.createdAt ?? 0) - (a.entry.job.createdAt ?? 0));
}

function askedAccounts({ accounts }: Snapshot, { accountSid }: JobQuery): readonly AccountSnapshot[] {
  return accounts.filter(({ account }) => isCalled(account, accountSid));
}

function describeAccount(snapshot: AccountSnapshot): ListForAgent['accounts'][number] {
  const { account, sync } = snapshot;
  const short = shortfallOf(snapshot);
  const asOfMs = lastGoodAt(sync);
  const state = sync.kind === 'failed' ? `not current: ${sync.error.kind}` : sync.kind;
  return {
    accountSid: accountRef(account),
    name: account.name,
    kind: account.kind,
    state,
    ...(asOfMs !== undefined && { asOf: new Date(asOfMs).toISOString() }),
    ...(short !== undefined && { loaded: `${short.shown} of ${short.total ?? 'more'} jobs` }),
  };
}

function matches({ job, name }: JobEntry, { status, type, text }: JobQuery): boolean {
  return (
    (status === undefined || [job.status, job.statusText].some((word) => isSame(word, status))) &&
    (type === undefined || isSame(job.type, type)) &&
    (text === undefined ||
      [name ?? '', job.type, job.id, job.statusMessage].some((field) =>
        field.toLowerCase().includes(text.toLowerCase()),
      ))
  );
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
