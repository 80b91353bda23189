import type * as vscode from 'vscode';
import type { Log } from '../../../src/vscode/diagnostics/log';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

/** The lines that the output channel is given, of any level. `stop` gives them back to it. */
export function recordLog(log: Log): { readonly lines: string[]; stop(): void } {
  const lines: string[] = [];
  const holder = log as unknown as { channel: vscode.LogOutputChannel };
  const { channel } = holder;
  const record = (...parts: readonly unknown[]): void => void lines.push(parts.map(String).join(' '));
  holder.channel = Object.assign(
    Object.create(channel) as vscode.LogOutputChannel,
    Object.fromEntries(LEVELS.map((level) => [level, record])),
  );
  return { lines, stop: () => void (holder.channel = channel) };
}
