import { plainText } from '../core/api/plainText';
import { shownLine } from './shownText';
import type { Style } from './style';

export interface ProgressAreaOptions {
  /** `bars`: lines that are drawn again, for a terminal. `lines`: a line for each step, for logs. */
  readonly mode: 'bars' | 'lines' | 'silent';
  readonly columns: () => number;
  readonly write: (text: string) => void;
  readonly style: (text: string, style: Style) => string;
}

/** How one piece of work stands. */
export interface ProgressLine {
  readonly label: string;
  /** From 0 to 1. Undefined while unknown. */
  readonly share: number | undefined;
  /** Figures for people, which can change with each call. */
  readonly text: string;
  /** Without a terminal, a new step makes a new line. */
  readonly step: string;
}

const BAR_CELLS = 20;
const MAX_LABEL_CHARS = 40;
const MAX_STEP_CHARS = 1000;
/** A terminal that is drawn more often than this only flickers. */
const MIN_REDRAW_MS = 80;

/** Draws the progress of several pieces of work at the bottom of a terminal. */
export class ProgressArea {
  private readonly lines = new Map<string, ProgressLine>();
  private drawnLines = 0;
  private drawnAtMs = -Infinity;
  private isClosed = false;

  constructor(private readonly options: ProgressAreaOptions) {}

  set(key: string, line: ProgressLine): void {
    const known = this.lines.get(key);
    this.lines.set(key, line);
    if (this.options.mode === 'lines' && known?.step !== line.step) {
      const text = `${plainText(line.label, MAX_LABEL_CHARS)}: ${plainText(line.step, MAX_STEP_CHARS)}`;
      this.options.write(`${shownLine(text, false)}\n`);
    }
    if (known === undefined || known.step !== line.step || performance.now() - this.drawnAtMs >= MIN_REDRAW_MS) {
      this.redraw();
    }
  }

  remove(key: string): void {
    this.lines.delete(key);
    this.redraw();
  }

  /** Makes room for other output. */
  hide(): void {
    if (this.drawnLines > 0) {
      this.options.write(`\u001b[${this.drawnLines}A\u001b[0J`);
      this.drawnLines = 0;
    }
  }

  show(): void {
    if (this.options.mode === 'bars' && !this.isClosed && this.lines.size > 0) {
      const drawn = [...this.lines.values()].map((line) => this.drawnLine(line));
      this.options.write(`${drawn.join('\n')}\n`);
      this.drawnLines = drawn.length;
      this.drawnAtMs = performance.now();
    }
  }

  close(): void {
    this.hide();
    this.isClosed = true;
  }

  private redraw(): void {
    this.hide();
    this.show();
  }

  private drawnLine({ label, share, text }: ProgressLine): string {
    const width = Math.min(MAX_LABEL_CHARS, Math.max(...[...this.lines.values()].map((line) => line.label.length)));
    const filled = Math.round((share ?? 0) * BAR_CELLS);
    const bar =
      this.options.style('█'.repeat(filled), 'green') + this.options.style('░'.repeat(BAR_CELLS - filled), 'dim');
    const room = Math.max(0, this.options.columns() - width - BAR_CELLS - 5);
    const figures = room === 0 ? '' : plainText(text, room);
    return `${plainText(label, width).padEnd(width)}  ${bar}  ${figures}`;
  }
}
