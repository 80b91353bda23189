import assert from 'node:assert/strict';
import { TableChoices } from '../../../../src/vscode/tables/tableChoices';
import { anEntry } from '../../../support/aJob';

const EXPORT = { reportId: 'listing', reportName: 'Listing', format: 'CSV', filters: {} } as const;

describe('How the user says that results are read', () => {
  let stored: Record<string, unknown>;
  let choices: TableChoices;

  beforeEach(() => {
    stored = {};
    choices = new TableChoices({
      get: <T>(key: string, fallback?: T) => (stored[key] as T | undefined) ?? (fallback as T),
      update: (key, value) => {
        stored = { ...stored, [key]: JSON.parse(JSON.stringify(value)) as unknown };
        return Promise.resolve();
      },
    });
  });

  const result = (id: string, known: Parameters<typeof anEntry>[1] = {}) => anEntry({ id, status: 'COMPLETED' }, known);

  it('applies to all results of a report in the account', async () => {
    const choice = { delimiter: ';', titleLine: 3, encoding: 'windows-1252', table: 'Errors' } as const;
    await choices.set(result('1', { parameters: EXPORT }), choice);
    assert.deepEqual(choices.of(result('2', { parameters: { ...EXPORT, filters: { SUBAID: '1' } } })), choice);
    assert.deepEqual(choices.of(result('2', { parameters: { ...EXPORT, reportId: 'other' } })), {});
    assert.deepEqual(choices.of(result('2', { parameters: EXPORT, accountId: 'other' })), {});
  });

  it('applies only to its own result if the report is unknown', async () => {
    await choices.set(result('1'), { titleLine: 0 });
    assert.deepEqual([choices.of(result('1')), choices.of(result('2'))], [{ titleLine: 0 }, {}]);
  });

  it('is forgotten if the user chooses to detect it, and if it is invalid', async () => {
    await choices.set(result('1'), { delimiter: ';' });
    await choices.set(result('1'), {});
    assert.deepEqual([choices.of(result('1')), stored], [{}, { 'impactJobs.tableChoices': {} }]);
    stored = { 'impactJobs.tableChoices': { [`${result('1').accountId}/1`]: { delimiter: 'abc', titleLine: -1 } } };
    assert.deepEqual(choices.of(result('1')), {});
  });
});
