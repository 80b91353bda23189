import { plainText } from '../../core/api/plainText';
import { takesMany } from '../../core/reports/filterValues';
import type { CliCommand } from '../cli';
import { EXIT } from '../exitCode';
import { textTable } from '../textTable';

const MAX_TEXT_CHARS = 100;
const TITLES = ['Filter', 'Takes', 'Name'];

export const filters: CliCommand<object> = {
  name: 'filters',
  takes: '<report>',
  about: 'List the filters of a report.',
  async run({ terminal, session, signal }, [reportId = '']) {
    const { client } = await session();
    const { filters: known } = await client.reportMetaData(reportId, signal);
    const rows = known.map((filter) => {
      const { name, queryName, type, dateForm } = filter;
      const isDate = type === 'date';
      const example = dateForm === 'day' ? '2026-11-01' : '2026-11-01T00:00:00Z';
      return {
        record: {
          kind: 'filter',
          name: queryName,
          title: name,
          type,
          takesList: takesMany(filter),
          ...(isDate && { form: example }),
        },
        cells: [
          queryName,
          `${isDate ? `date, such as ${example}` : type}${takesMany(filter) ? ', several' : ''}`,
          name,
        ],
      };
    });
    if (terminal.isJson) {
      rows.forEach(({ record }) => terminal.result(record));
    } else {
      const cells = rows.map((row) => row.cells.map((text) => plainText(text, MAX_TEXT_CHARS)));
      terminal.lines(textTable([TITLES, ...cells], (cell, row) => (row === 0 ? terminal.styled(cell, 'bold') : cell)));
    }
    return EXIT.done;
  },
};
