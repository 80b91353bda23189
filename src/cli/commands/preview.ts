import { MAX_PREVIEWED, previewForAgent, DEFAULT_PREVIEWED } from '../../core/agent/previewForAgent';
import { plainText } from '../../core/api/plainText';
import type { CliCommand } from '../cli';
import { EXIT } from '../exitCode';
import { wholeNumber } from '../optionValues';
import { textTable } from '../textTable';

/** Enough for the rows that are shown. */
const MAX_BYTES = 512 * 1024;
const MAX_CELL_CHARS = 40;

export const preview: CliCommand<{ readonly rows: number }> = {
  name: 'preview',
  takes: '<job>',
  about: 'Show the first rows of a result, without downloading it whole.',
  options: [
    {
      flags: '--rows <n>',
      about: 'at most so many',
      read: wholeNumber('--rows', 1, MAX_PREVIEWED),
      fallback: DEFAULT_PREVIEWED,
    },
  ],
  async run({ terminal, session, signal }, [jobId = ''], { rows: maxRows }) {
    const { client, transport, clock } = await session();
    const { previewResult } = await import('../../core/preview/previewResult');
    const read = await previewResult({
      client,
      transport,
      clock,
      jobId,
      signal,
      limits: { maxRows, maxBytes: MAX_BYTES },
    });
    const shown = previewForAgent(read);
    const { columns, rows, leftOutColumns, notes = [] } = shown;
    const cells = [columns, ...rows].map((row) => row.map((cell) => plainText(cell, MAX_CELL_CHARS)));
    const lines = textTable(cells, (cell, row) => (row === 0 ? terminal.styled(cell, 'bold') : cell));
    terminal.result({ kind: 'preview', jobId, ...shown }, ...lines);
    if (leftOutColumns > 0) {
      terminal.note(`${leftOutColumns} more columns.`);
    }
    notes.forEach((note) => terminal.note(note));
    return EXIT.done;
  },
};
