import { plainText } from '../../core/api/plainText';
import { clickReports } from '../../core/reports/clickExport';
import { findReports } from '../../core/reports/findReports';
import type { CliCommand } from '../cli';
import { EXIT } from '../exitCode';
import { textTable } from '../textTable';

const MAX_TEXT_CHARS = 100;

export const reports: CliCommand<object> = {
  name: 'reports',
  takes: '[search...]',
  about: 'List the reports that can be exported.',
  async run({ terminal, session, signal }, search) {
    const { client } = await session();
    const { items, rest } = await client.listReports(signal);
    const found = findReports([...items, ...clickReports(client.account.kind)], search.join(' '), Infinity).reports;
    if (terminal.isJson) {
      found.forEach(({ id, name, category, description }) =>
        terminal.result({ kind: 'report', id, name, category, description }),
      );
    } else if (found.length > 0) {
      const rows = found.map(({ id, name, category }) =>
        [id, name, category].map((text) => plainText(text, MAX_TEXT_CHARS)),
      );
      const lines = textTable([['ID', 'Report', 'Category'], ...rows], (cell, row) =>
        row === 0 ? terminal.styled(cell, 'bold') : cell,
      );
      terminal.lines(lines);
    }
    if (found.length === 0) {
      terminal.note('No report matches.');
    }
    if (rest !== undefined) {
      terminal.note('impact.com has more reports than it has sent.');
    }
    return EXIT.done;
  },
};
