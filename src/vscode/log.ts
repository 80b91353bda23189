import * as vscode from 'vscode';
import type { RequestReport } from '../core/api/apiClient';

/** The output channel. Nothing secret comes here: requests are told by method, path, status and duration alone. */
export class Log {
  private readonly channel = vscode.window.createOutputChannel('Jobs for impact.com', { log: true });

  request({ method, path, status, durationMs, remaining }: RequestReport): void {
    const answer = status === undefined ? 'no answer' : `${status}`;
    const allowance = remaining === undefined ? '' : `, ${remaining} requests left`;
    this.channel.debug(`${method} ${path} -> ${answer} in ${Math.round(durationMs)} ms${allowance}`);
  }

  info(message: string): void {
    this.channel.info(message);
  }

  warn(message: string): void {
    this.channel.warn(message);
  }

  error(message: string, error: unknown): void {
    this.channel.error(`${message}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }
}
