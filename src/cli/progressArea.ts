import { plainText } from '../core/api/plainText';
import { shownLine } from './shownText';
import type { Style } from './style';

export interface ProgressAreaOptions {
  /** `bars`: lines that are drawn again, for a terminal. `lines`: a line for each step, for logs. */
  readonly mode: 'bars' | 'lines' | 'silent';
  readonly columns: () => number;
  readonly rows: () => number;
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
const MIN_BAR_CELLS = 5;
/** `Running 100%`, or the beginning of a sentence. */
const MIN_FIGURES_CHARS = 14;
const GAP = '  ';
/** Wide characters can make a line longer than it seems, and a wrapped line is two to the cursor. */
const NO_WRAP = '\u001b[?7l';
const WRAP = '\u001b[?7h';
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
      const drawn = this.screen();
      this.options.write(`${NO_WRAP}${drawn.join('\n')}\n${WRAP}`);
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

  /** The lines that fit on the screen: the cursor can't go back to others. */
  private screen(): readonly string[] {
    const all = [...this.lines.values()];
    const room = Math.max(1, this.options.rows() - 2);
    const shown = all.length > room ? all.slice(0, room - 1) : all;
    const columns = Math.max(1, this.options.columns() - 1);
    const drawn = shown.map((line) => this.drawnLine(line, columns));
    return shown.length < all.length ? [...drawn, plainText(`and ${all.length - shown.length} more`, columns)] : drawn;
  }

  /** Where there's little room, the figures stay and the bar goes. */
  private drawnLine({ label, share, text }: ProgressLine, columns: number): string {
    const longest = Math.max(...[...this.lines.values()].map((line) => line.label.length));
    const width = Math.min(MAX_LABEL_CHARS, longest, Math.floor(columns / 2));
    const left = Math.min(BAR_CELLS, columns - width - MIN_FIGURES_CHARS - 2 * GAP.length);
    const cells = left < MIN_BAR_CELLS ? 0 : left;
    const filled = Math.round((share ?? 0) * cells);
    const bar = this.options.style('█'.repeat(filled), 'green') + this.options.style('░'.repeat(cells - filled), 'dim');
    const figures = plainText(text, columns - width - GAP.length - (cells === 0 ? 0 : cells + GAP.length));
    return [plainText(label, width).padEnd(width), ...(cells === 0 ? [] : [bar]), figures].join(GAP);
  }
}
