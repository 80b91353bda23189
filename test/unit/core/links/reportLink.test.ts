import assert from 'node:assert/strict';
import { readReportLink, reportAt, withoutCredentials } from '../../../../src/core/links/reportLink';

const SID = 'IRq8mWJybvoQ1020978kbj7am8zzM2dBL1';
const SERVER = 'https://api.impact.com';
const read = (text: string, baseUrl = SERVER) => readReportLink(text, baseUrl);
const idOf = (text: string) => {
  const link = read(text);
  return link?.kind === 'api' ? link.reportId : link?.kind;
};

describe('A link to a report', () => {
  it('gives the report, the format, and the decoded filters, each with all of its values', () => {
    assert.deepEqual(
      read(
        `https://${SID}:a%7Eb@api.impact.com/Advertisers/${SID}/ReportExport/adv_action_listing_pm_only?ResultFormat=json` +
          '&START_DATE=2026-10-01&END_DATE=2026-10-31&SUPERSTATUS_MS=APPROVED&SUPERSTATUS_MS=PENDING&SUBAID=' +
          '&PROMO=10%25+off%20%26%20more&timeRange=CUSTOM',
      ),
      {
        kind: 'api',
        reportId: 'adv_action_listing_pm_only',
        owner: { kind: 'brand', sid: SID, brandId: undefined },
        format: 'JSON',
        filters: {
          START_DATE: '2026-10-01',
          END_DATE: '2026-10-31',
          SUPERSTATUS_MS: ['APPROVED', 'PENDING'],
          PROMO: '10% off & more',
          timeRange: 'CUSTOM',
        },
        ignored: [],
      },
    );
  });

  it('can be of any kind of account, of a brand of an agency, and of the older endpoint', () => {
    for (const path of [
      `Agencies/${SID}/ReportExport/a_report`,
      `agencies/${SID}/reportexport/a_report/`,
      `Mediapartners/${SID}/Reports/a_report.json`,
      `Advertisers/${SID}/Reports/a_report/MetaData`,
      `Agencies/${SID}/Advertisers/1048291/ReportExport/a%5Freport`,
    ]) {
      assert.equal(idOf(`${SERVER}/${path}?SUBAID=1`), 'a_report', path);
    }
    assert.equal(idOf(`api.impact.com/Agencies/${SID}/ReportExport/a_report`), 'a_report');
    const link = read(`${SERVER}/Agencies/${SID}/Advertisers/1048291/ReportExport/a`);
    assert.deepEqual(link?.kind === 'api' && link.owner, { kind: 'agency', sid: SID, brandId: '1048291' });
  });

  it('can be of clicks, with the program in its path', () => {
    const link = read(`${SERVER}/Advertisers/${SID}/Programs/3629/ClickExport?Date=2026-11-20&AdId=1&AdId=2`);
    assert.equal(link?.kind === 'api' && link.reportId, 'ClickExport');
    assert.deepEqual(link?.kind === 'api' && link.filters, { ProgramId: '3629', Date: '2026-11-20', AdId: ['1', '2'] });
    assert.equal(idOf(`${SERVER}/Mediapartners/${SID}/ClickExport?Date=2026-11-20`), 'ClickExport');
  });

  it('names what is no filter, and gives no secret', () => {
    const link = read(
      `https://${SID}:s3cret@api.impact.com/Agencies/${SID}/ReportExport/a?IrVersion=3&AuthToken=s3cret&ResultFormat=PDF&PageSize=5`,
    );
    assert.deepEqual(link?.kind === 'api' && link.ignored, ['IrVersion', 'AuthToken', 'ResultFormat', 'PageSize']);
    const page = read(`https://${SID}:s3cret@app.impact.com/secure/reports/run/a`);
    assert.ok(page !== undefined);
    assert.ok(!JSON.stringify([link, page]).includes('s3cret'));
  });

  it('leads to impact.com or to the configured server', () => {
    const path = `/Agencies/${SID}/ReportExport/a`;
    assert.equal(read(`http://127.0.0.1:8080/prefix${path}`, 'http://127.0.0.1:8080/prefix')?.kind, 'api');
    for (const server of ['https://api.impact.com.example.org', 'https://evilimpact.com', 'http://api.impact.com']) {
      assert.deepEqual(read(`${server}${path}`), { kind: 'foreign' }, server);
    }
  });

  for (const text of ['', 'clicks', 'action listing', 'impact', `${SERVER}/a b`, `${SERVER}/${'x'.repeat(30_000)}`]) {
    it(`isn't ${JSON.stringify(text.slice(0, 40))}`, () => assert.equal(read(text), undefined));
  }

  it('names no report on other pages, or with a damaged ID', () => {
    for (const path of [
      '',
      `Agencies/${SID}/Jobs`,
      `Agencies/${SID}/ReportExport/`,
      `Agencies/${SID}/Reports/%E0%A4`,
    ]) {
      assert.equal(idOf(`${SERVER}/${path}`), 'web', path);
    }
  });

  it('of the web app is that of the report whose address it has', () => {
    const about = { category: '', description: '', isApiAccessible: true };
    const reports = [
      { ...about, id: 'none', name: 'None', runUri: '' },
      { ...about, id: 'by_path', name: 'By path', runUri: 'https://app.impact.com/secure/reports/run/by_path' },
      { ...about, id: 'by_id', name: 'By ID', runUri: '/secure/agency/report/viewReport.report?id=8019' },
    ];
    const at = (text: string) => {
      const link = read(text);
      return link?.kind === 'web' ? reportAt(link, reports) : assert.fail(text);
    };
    const page = 'https://app.impact.com/secure/agency/report/viewReport.report';
    assert.equal(at('https://app.impact.com/secure/reports/run/by_path?SUBAID=1')?.report.id, 'by_path');
    const found = at(`${page}?SUBAID=1&id=8019`);
    assert.deepEqual([found?.report.id, found?.filters], ['by_id', { SUBAID: '1' }]);
    assert.equal(at(`${page}?id=8020`), undefined);
    assert.equal(at('https://app.impact.com/'), undefined);
  });

  it('is shown without its credentials', () => {
    const rest = `/Agencies/${SID}/ReportExport/a?X=me@example.com`;
    assert.equal(withoutCredentials(` https://${SID}:t@k%7En@api.impact.com${rest}`, SERVER), `${SERVER}${rest}`);
    assert.equal(withoutCredentials(`${SID}:token@api.impact.com${rest}`, SERVER), `api.impact.com${rest}`);
    assert.equal(withoutCredentials('https://me:token@example.org/', SERVER), 'https://example.org/');
    assert.equal(withoutCredentials(`${SERVER}${rest}`, SERVER), undefined);
    assert.equal(
      withoutCredentials(`${SERVER}/a?AuthToken=s3&X=1&auth%54oken=s3cret#b`, SERVER),
      `${SERVER}/a?&X=1&#b`,
    );
    assert.equal(withoutCredentials('me@example.org', SERVER), undefined);
  });
});
