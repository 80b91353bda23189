import * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';
import type { RequestReport } from '../../core/api/apiConnection';
import type { DoneRequest, SeenError } from '../../core/diagnostics/diagnosticsReport';
import { Recent } from '../../core/diagnostics/recent';

/** How many recent requests and errors the diagnostic report contains. */
const RECENT_REQUESTS = 40;
const RECENT_ERRORS = 20;

/**
 * The output channel. Contains no secrets: for requests, it logs only the method, path, status, and duration. The level
 * is Debug, Warning for refused requests, and Info for unanswered ones.
 */
export class Log {
  /** For the diagnostic report. */
  readonly requests = new Recent<DoneRequest>(RECENT_REQUESTS);
  readonly errors = new Recent<SeenError>(RECENT_ERRORS);
  private readonly channel = vscode.window.createOutputChannel('Jobs for impact.com', { log: true });

  request(report: RequestReport): void {
    const { method, path, status, durationMs, remaining } = report;
    this.requests.add({ ...report, atMs: Date.now() });
    const answer = status === undefined ? 'no answer' : `${status}`;
    const allowance = remaining === undefined ? '' : `, ${remaining} requests left`;
    this.channel[levelOf(status)](`${method} ${path} -> ${answer} in ${Math.round(durationMs)} ms${allowance}`);
  }

  info(message: string): void {
    this.channel.info(message);
  }

  warn(message: string): void {
    this.channel.warn(message);
  }

  error(message: string, error: unknown): void {
    this.errors.add({ atMs: Date.now(), where: message, kind: kindOf(error) });
    this.channel.error(`${message}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }
}

function kindOf(error: unknown): string {
  const { kind, name } = fieldsOf(error);
  return [kind, name].find((word) => typeof word === 'string') ?? typeof error;
}

function levelOf(status: number | undefined): 'info' | 'debug' | 'warn' {
  if (status === undefined) {
    return 'info';
  }
  return status < 400 ? 'debug' : 'warn';
}
