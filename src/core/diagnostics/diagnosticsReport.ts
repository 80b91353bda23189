import type { Account } from '../account';
import type { RequestReport } from '../api/apiConnection';
import type { RateLimit } from '../api/rateLimit';
import type { AccountSnapshot } from '../jobs/snapshot';
import { maskPath, maskSid } from './mask';

export interface DoneRequest extends RequestReport {
  readonly atMs: number;
}

export interface SeenError {
  readonly atMs: number;
  /** The command or part that failed. */
  readonly where: string;
  /** The kind of error. Never its message, which can contain a server's or a user's text. */
  readonly kind: string;
}

export interface DiagnosticsFacts {
  readonly nowMs: number;
  /** Versions and other facts about VS Code and the system, by name. */
  readonly host: Readonly<Record<string, string>>;
  /** The settings that aren't at their default, without private values. */
  readonly settings: Readonly<Record<string, string>>;
  readonly accounts: readonly {
    readonly snapshot: AccountSnapshot;
    readonly rateLimit: RateLimit | undefined;
    readonly blockedUntilMs: number;
  }[];
  readonly requests: readonly DoneRequest[];
  readonly errors: readonly SeenError[];
}

/**
 * Creates the text of a bug report, in Markdown and English. Contains no token, full SID, name, or path of the user.
 */
export function diagnosticsReport({ nowMs, host, settings, accounts, requests, errors }: DiagnosticsFacts): string {
  return [
    '### Jobs for impact.com: diagnostics',
    '',
    `Taken at ${time(nowMs)}. Times are UTC.`,
    '',
    ...Object.entries(host).map(([name, value]) => `- ${name}: ${inline(value)}`),
    '',
    '#### Settings that differ from their defaults',
    '',
    ...listOr(
      Object.entries(settings).map(([name, value]) => `- \`impactJobs.${name}\`: ${inline(value)}`),
      'none',
    ),
    '',
    '#### Accounts',
    '',
    ...listOr(
      accounts.flatMap((account, index) => accountLines(account, index, nowMs)),
      'none',
    ),
    '',
    `#### Last ${requests.length} requests`,
    '',
    ...fenced(requests.map((request) => requestLine(request))),
    '',
    '#### Last errors',
    '',
    ...fenced(errors.map(({ atMs, where, kind }) => `${time(atMs)} ${where}: ${kind}`)),
    '',
  ].join('\n');
}

function accountLines(
  { snapshot, rateLimit, blockedUntilMs }: DiagnosticsFacts['accounts'][number],
  index: number,
  nowMs: number,
): readonly string[] {
  const { account, groups, hiddenCount, sync } = snapshot;
  return [
    `- ${index + 1}: ${account.kind}${account.brandId === undefined ? '' : ' through its agency'}, ${account.source}, ${maskSid(account.sid)}, ${hostOf(account)}`,
    `  - jobs: ${groups.map(({ id, entries }) => `${inline(id)} ${entries.length}`).join(', ') || 'none'}${hiddenCount > 0 ? ` (${hiddenCount} hidden)` : ''}`,
    `  - state: ${stateOf(sync, nowMs)}`,
    `  - allowance: ${rateLimit === undefined ? 'not known' : `${rateLimit.remaining} of ${rateLimit.limit}`}${blockedUntilMs > nowMs ? `, none until ${time(blockedUntilMs)}` : ''}`,
  ];
}

function stateOf(sync: AccountSnapshot['sync'], nowMs: number): string {
  switch (sync.kind) {
    case 'off':
    case 'loading':
      return sync.kind;
    case 'current':
      return `current as of ${seconds(nowMs - sync.atMs)} ago`;
    case 'failed': {
      const { error, lastGoodAtMs, nextTryAtMs } = sync;
      return [
        `failed: ${error.kind}${error.status === undefined ? '' : ` (HTTP ${error.status})`}`,
        lastGoodAtMs === undefined ? 'never current' : `current ${seconds(nowMs - lastGoodAtMs)} ago`,
        nextTryAtMs === undefined ? 'no next try' : `next try in ${seconds(nextTryAtMs - nowMs)}`,
      ].join(', ');
    }
  }
}

function requestLine({ atMs, method, path, status, durationMs, remaining }: DoneRequest): string {
  return `${time(atMs)} ${method} ${maskPath(path)} ${status ?? 'no answer'} ${Math.round(durationMs)} ms${remaining === undefined ? '' : ` ${remaining} left`}`;
}

/** The server's host only. The user's own path or port doesn't help, and can be private. */
function hostOf({ baseUrl }: Account): string {
  try {
    return new URL(baseUrl).hostname;
  } catch {
    return 'no address';
  }
}

function time(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ').slice(0, 19);
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

/** Escapes a text from outside so that it stays on its line. */
function inline(text: string): string {
  return text.replace(/[\s`]+/g, ' ');
}

function listOr(lines: readonly string[], none: string): readonly string[] {
  return lines.length === 0 ? [none] : lines;
}

function fenced(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['none'] : ['```', ...lines.map(inline), '```'];
}
