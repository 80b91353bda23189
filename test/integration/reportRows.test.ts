import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AccountKind } from '../../src/core/account';
import { clickReports } from '../../src/core/reports/clickExport';
import type { Report } from '../../src/core/reports/report';
import { FavoriteReports } from '../../src/vscode/exports/favoriteReports';
import { reportRows } from '../../src/vscode/exports/reportRows';

function aReport(id: string, category = 'Actions', isApiAccessible = true): Report {
  return { id, name: id, description: '', category, isApiAccessible } as Report;
}

function aMemento(): Pick<vscode.Memento, 'get' | 'update'> {
  const values = new Map<string, unknown>();
  return {
    get: <T>(key: string, fallback?: T) => (values.get(key) ?? fallback) as T,
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
}

describe('The reports to export', () => {
  const exported = new Map([
    ['a/1', 'clicks'],
    ['a/2', 'actions'],
    ['b/3', 'others'],
    ['a/4', 'clicks'],
  ]);
  const exports = {
    keys: [...exported.keys()],
    get: (key: string) => ({ reportId: exported.get(key) }),
  };
  const favorites = new FavoriteReports({ context: { globalState: aMemento() }, memory: { exports } as never }, 'a');
  const reports = [
    aReport('web', 'Actions', false),
    aReport('zeta'),
    aReport('actions'),
    aReport('clicks', 'Clicks'),
    aReport('others', 'Clicks'),
    ...clickReports('brand'),
  ];
  const shown = (kind: AccountKind = 'brand'): string[] =>
    reportRows(reports, favorites, kind).map(({ label, kind }) =>
      kind === vscode.QuickPickItemKind.Separator ? `--${label}` : label.replace(/^\$\(\w+\) /, ''),
    );

  it('begin with those that were exported last from this account, and end with those of the web app', () => {
    assert.deepEqual(shown(), [
      '--Recent',
      'clicks',
      'actions',
      '--Actions',
      'zeta',
      '--Clicks',
      'others',
      '--',
      'Clicks',
      '--Only in the web app',
      'web',
    ]);
  });

  it('have the pinned ones first, each once', async () => {
    await favorites.togglePin('others');
    await favorites.togglePin('clicks');
    assert.deepEqual(shown().slice(0, 5), ['--Pinned', 'others', 'clicks', '--Recent', 'actions']);
    await favorites.togglePin('others');
    assert.deepEqual(shown().slice(0, 2), ['--Pinned', 'clicks']);
  });

  it('have none of clicks for an agency, and say so in a row that cannot be selected', () => {
    const rows = reportRows(
      reports.filter(({ id }) => id !== 'ClickExport'),
      favorites,
      'agency',
    );
    const row = rows.find(({ label }) => label.includes('circle-slash'));
    assert.deepEqual(
      [row?.value, row?.description],
      [undefined, 'only for brands and partners, and for the brands of an agency'],
    );
  });
});
