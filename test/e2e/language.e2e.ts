import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, STATUS_ITEM } from './support/signedIn';
import { STEADY } from './support/steadyJob';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const VIEW = 'Aufträge';

const JOBS = [
  { ...STEADY, programId: '3629', createdAgoMs: 4 * MINUTE_MS, result: { rows: 42_000 } },
  {
    ...STEADY,
    programId: '5120',
    createdAgoMs: 50 * MINUTE_MS,
    outcome: { status: 'FAILED', message: 'The report has no data.', atPercent: 71 },
  },
  {
    ...STEADY,
    type: 'UploadAds',
    programId: '',
    createdAgoMs: 3 * HOUR_MS,
    outcome: { status: 'CANCELLED', message: 'Canceled by an administrator.', atPercent: 63 },
  },
  { ...STEADY, type: 'ClickExport', programId: '3629', createdAgoMs: 2 * HOUR_MS, result: { rows: 300_000 } },
] as const;

describe('In German', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: JOBS } });
    return {
      env: environmentOf(simulator),
      language: 'de',
      theme: 'Default Dark Modern',
      size: { width: 1200, height: 760 },
    };
  });

  after(() => simulator.close());

  it('shows the view, its groups and jobs, the status bar, and a quick pick in German, with German numbers and times', async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Berichtsexport 40 %').waitFor();
    await window().expand(VIEW, 'Fehlgeschlagen, 1 Auftrag');
    await window().expand(VIEW, 'Abgeschlossen, 1 Auftrag');
    await window().row(VIEW, 'Klickexport').waitFor();
    const spoken = await window().spokenRows(VIEW);
    assert.match(spoken.join('\n'), /Berichtsexport, Läuft, 40 Prozent, bisher \d+ Minuten, 16\.800 Datensätze/);
    assert.match(spoken.join('\n'), /300\.000 Datensätze/);
    assert.match(await window().statusItem(STATUS_ITEM).ariaSnapshot(), /Aufträge von impact\.com: 1 laufend/);

    await window().command('Impact Jobs: Aufträge filtern…');
    await window().quickInput.row('letzte 3 Tage').waitFor();
    await window().screenshot('language-de');
    await window().quickInput.choose('Fehlgeschlagen');
    await window().press('Enter');
    await eventually(async () =>
      assert.match(await window().pane(VIEW).innerText(), /1 von 4 angezeigt · fehlgeschlagen/),
    );
    await window().contextMenu(window().row(VIEW, 'Programm 5120'), 'Details anzeigen');
    await window().webview().getByText('Zeitachse').waitFor();
    await window().screenshot('language-de-details');
  });
});
