import { plainText } from '../core/api/plainText';
import { errorCode } from '../core/files/fileError';
import type { Environment } from './credentials';
import { ProgressArea } from './progressArea';
import { shownJson, shownLine } from './shownText';
import { type Style, STYLES } from './style';

/** The part of a stream that output needs. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string, onDone?: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface TerminalOptions {
  readonly out: OutputStream;
  readonly err: OutputStream;
  readonly environment: Environment;
  /** Whether results are JSON, one object per line. */
  readonly isJson: boolean;
  readonly isQuiet: boolean;
}

/** Where the terminal doesn't tell. */
const USUAL_COLUMNS = 80;
const USUAL_ROWS = 24;
/** A server's text can be long, and a line shows all of it. */
const MAX_LINE_CHARS = 10_000;

/** The reader has closed its end of a pipe. Windows has two codes for it. */
const CLOSED_CODES = ['EPIPE', 'EOF', 'ERR_STREAM_DESTROYED'];

/**
 * Writes results to stdout, and messages and progress to stderr. A reader that closes its end of a pipe isn't an error:
 * the rest is dropped.
 */
export class Terminal {
  readonly isJson: boolean;
  readonly progress: ProgressArea;
  private readonly closed = new Set<OutputStream>();
  private failure: Error | undefined;

  constructor(private readonly options: TerminalOptions) {
    const { out, err, isJson, isQuiet, environment } = options;
    this.isJson = isJson;
    [out, err].forEach((stream) => stream.on('error', (error) => this.onError(stream, error)));
    const hasTerminal = err.isTTY === true && environment['TERM'] !== 'dumb';
    const shown = hasTerminal ? 'bars' : 'lines';
    this.progress = new ProgressArea({
      mode: isQuiet ? 'silent' : shown,
      columns: () => err.columns || USUAL_COLUMNS,
      rows: () => err.rows || USUAL_ROWS,
      write: (text) => this.write(err, text),
      style: (text, style) => this.style(err, text, style),
    });
  }

  /** Writes a result: one line of JSON for programs, or lines for people. */
  result(record: object, ...lines: readonly string[]): void {
    if (this.isJson) {
      this.print(shownJson(record));
    } else {
      this.lines(lines);
    }
  }

  /** Writes lines for people. Programs get none of them. */
  lines(lines: readonly string[]): void {
    if (!this.isJson && lines.length > 0) {
      const isColored = this.isColored(this.options.out);
      this.print(lines.map((line) => shownLine(line, isColored)).join('\n'));
    }
  }

  /** Says something that isn't a result. */
  note(sentence: string): void {
    if (!this.options.isQuiet) {
      this.say(sentence);
    }
  }

  problem(sentence: string): void {
    this.say(this.style(this.options.err, 'impact-jobs: ', 'red') + plainText(sentence, MAX_LINE_CHARS));
  }

  /** Styles a text for stdout. */
  styled(text: string, style: Style): string {
    return this.style(this.options.out, text, style);
  }

  /**
   * Resolves as soon as everything is written or nobody reads it anymore. False, and says so, if results couldn't be
   * written: to a file on a full disk, for example.
   */
  async flush(): Promise<boolean> {
    const { out, err } = this.options;
    this.progress.close();
    await this.drain(out);
    if (this.failure !== undefined) {
      this.problem(`Can't write the output: ${this.failure.message}.`);
    }
    await this.drain(err);
    return this.failure === undefined;
  }

  private onError(stream: OutputStream, error: Error): void {
    if (stream === this.options.out && !this.closed.has(stream) && !CLOSED_CODES.includes(errorCode(error))) {
      this.failure = error;
    }
    this.closed.add(stream);
  }

  private print(text: string): void {
    this.progress.hide();
    this.write(this.options.out, `${text}\n`);
    this.progress.show();
  }

  private say(sentence: string): void {
    this.progress.hide();
    this.write(this.options.err, `${shownLine(sentence, this.isColored(this.options.err))}\n`);
    this.progress.show();
  }

  private async drain(stream: OutputStream): Promise<void> {
    if (!this.closed.has(stream)) {
      await new Promise<void>((resolve) => {
        stream.on('error', () => resolve());
        stream.write('', () => resolve());
      });
    }
  }

  private write(stream: OutputStream, text: string): void {
    if (!this.closed.has(stream) && text !== '') {
      stream.write(text);
    }
  }

  private style(stream: OutputStream, text: string, style: Style): string {
    const [on, off] = STYLES[style];
    return this.isColored(stream) ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  }

  /** NO_COLOR and FORCE_COLOR decide, in this order, and then whether a person looks. */
  private isColored(stream: OutputStream): boolean {
    const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = this.options.environment;
    const isForced = force !== undefined && force !== '0' && force !== 'false';
    return no ? false : isForced || (force === undefined && stream.isTTY === true && term !== 'dumb');
  }
}
