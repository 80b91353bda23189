import * as vscode from 'vscode';
import { plainText } from '../../core/api/plainText';
import type { Clock } from '../../core/clock';

export const STYLES = { good: 32, bad: 31 } as const;

/** Writes one line. What others have written in it can't control the terminal. */
export type WriteLine = (text: string, style?: keyof typeof STYLES) => void;

const CTRL_C = '\u0003';
const MAX_LINE_CHARS = 10_000;
/**
 * VS Code also closes terminals when it closes or reloads the window, and doesn't say so. The extension ends a moment
 * later then, so nothing is aborted, and the next window goes on with the work.
 */
const CLOSED_BY_USER_AFTER_MS = 2_000;

/**
 * A terminal for one piece of work, which ends with an exit code. Ctrl+C aborts the work, and so does closing the
 * terminal, unless the window closes with it.
 */
export class RunTerminal implements vscode.Pseudoterminal {
  private readonly written = new vscode.EventEmitter<string>();
  private readonly closed = new vscode.EventEmitter<number>();
  private readonly stop = new AbortController();
  readonly onDidWrite = this.written.event;
  readonly onDidClose = this.closed.event;

  /** `work` never rejects. */
  constructor(
    private readonly work: (write: WriteLine, signal: AbortSignal) => Promise<number>,
    private readonly clock: Pick<Clock, 'setTimer'>,
  ) {}

  open(): void {
    void this.work((text, style) => this.write(text, style), this.stop.signal).then((code) => this.closed.fire(code));
  }

  close(): void {
    this.clock.setTimer(() => this.stop.abort(), CLOSED_BY_USER_AFTER_MS);
  }

  handleInput(data: string): void {
    if (data.includes(CTRL_C)) {
      this.stop.abort();
    }
  }

  private write(text: string, style?: keyof typeof STYLES): void {
    const line = plainText(text, MAX_LINE_CHARS);
    this.written.fire(style === undefined ? `${line}\r\n` : `\u001b[${STYLES[style]}m${line}\u001b[0m\r\n`);
  }
}
