import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isApiError } from '../../../../src/core/apiError';
import { decodeMetaData, decodeReports, queryNameOf } from '../../../../src/core/reports/decodeReports';

describe('The report catalog', () => {
  it('is parsed with numbers and booleans in any spelling', () => {
    const row = {
      Id: 'agency_action_listing',
      Name: 'Action Listing',
      Category: 'Listing',
      Description: 'Each action.',
      ApiAccessible: true,
    };
    assert.deepEqual(decodeReports([row])[0], {
      id: 'agency_action_listing',
      name: 'Action Listing',
      category: 'Listing',
      description: 'Each action.',
      isApiAccessible: true,
      runUri: '',
    });
    const accessible = [true, 'true', 'True', '1', 1, false, 'false', '', null, undefined].map(
      (ApiAccessible, index) => ({ ...row, Id: `r${index}`, ApiAccessible }),
    );
    assert.deepEqual(
      decodeReports(accessible).map(({ isApiAccessible }) => isApiAccessible),
      [true, true, true, true, true, false, false, false, false, false],
    );
  });

  it('keeps a report without a name under its ID, and drops reports without an ID and duplicates', () => {
    const reports = decodeReports([
      { Id: 'one' },
      { Name: 'Nameless' },
      null,
      'row',
      [],
      { Id: 7, Name: 'Seven' },
      { Id: 'one', Name: 'Again' },
    ]);
    assert.deepEqual(
      reports.map(({ id, name }) => [id, name]),
      [
        ['one', 'one'],
        ['7', 'Seven'],
      ],
    );
  });

  it('shows server text as one line', () => {
    const [report] = decodeReports([{ Id: 'r', Name: 'Two\nlines\u202e', Description: 'x'.repeat(5000) }]);
    assert.equal(report?.name, 'Two lines');
    assert.equal(report.description.length, 1000);
  });

  it('is parsed from any JSON without an error', () => {
    fc.assert(fc.property(fc.array(fc.jsonValue()), (rows) => void decodeReports(rows)));
  });
});

describe("A report's metadata", () => {
  it('lists filters by name, type, and form', () => {
    const date = "Date (yyyy-MM-dd'T'HH:mm:ssZZ)";
    const { filters, attributes } = decodeMetaData({
      Filters: [
        { Name: 'Start Date', DataType: date, Format: 'yyyy-MM-dd' },
        { Name: 'Modified Since', DataType: date, Format: '' },
        { Name: 'Show Reversed', DataType: 'Boolean' },
        { Name: 'Partner Id', DataType: 'Integer' },
        { Name: 'Minimum  Amount', DataType: 'Decimal' },
        { Name: 'Promo Code', DataType: 'String' },
        { Name: 'Color', DataType: 'Color' },
      ],
      Attributes: [{ Name: 'Action_Date', DataType: date }, { DataType: 'String' }],
    });
    assert.deepEqual(
      filters.map(({ queryName, type, dateForm }) => [queryName, type, ...(type === 'date' ? [dateForm] : [])]),
      [
        ['START_DATE', 'date', 'day'],
        ['MODIFIED_SINCE', 'date', 'moment'],
        ['SHOW_REVERSED', 'boolean'],
        ['PARTNER_ID', 'integer'],
        ['MINIMUM_AMOUNT', 'decimal'],
        ['PROMO_CODE', 'text'],
        ['COLOR', 'text'],
      ],
    );
    assert.deepEqual(attributes, [{ name: 'Action_Date', type: 'date' }]);
  });

  it('takes a name without spaces as the query name, and days for a date filter without a format', () => {
    const moment = "Date (yyyy-MM-dd'T'HH:mm:ssZZ)";
    const { filters } = decodeMetaData({
      Filters: [
        { Name: 'START_DATE', DataType: moment, Format: '' },
        { Name: 'END_DATE', DataType: 'DATE', Format: 'yyyy-MM-dd' },
        { Name: 'StartDate', DataType: moment, Format: '' },
        { Name: 'EndDate', DataType: 'DATETIME' },
        { Name: 'MODIFIED_DATE', DataType: 'DATE', Format: "yyyy-MM-dd'T'HH:mm:ssZZ" },
        { Name: 'AdId', DataType: 'Integer' },
        { Name: 'Country', DataType: 'String' },
      ],
    });
    assert.deepEqual(
      filters.map(({ queryName, type, dateForm }) => [queryName, type === 'date' ? dateForm : type]),
      [
        ['START_DATE', 'day'],
        ['END_DATE', 'day'],
        ['StartDate', 'moment'],
        ['EndDate', 'moment'],
        ['MODIFIED_DATE', 'moment'],
        ['AdId', 'integer'],
        ['Country', 'text'],
      ],
    );
  });

  it('takes a single word among display names as a display name', () => {
    const names = ['Start Date', 'Subaid', 'AdId', 'SHOW_SKU'];
    const { filters } = decodeMetaData({ Filters: names.map((Name) => ({ Name, DataType: 'String' })) });
    assert.deepEqual(
      filters.map(({ queryName }) => queryName),
      ['START_DATE', 'SUBAID', 'AdId', 'SHOW_SKU'],
    );
  });

  it('is parsed from what XML converters make of it', () => {
    const filter = { Name: 'Start Date', DataType: 'Date' };
    for (const value of [
      { Filters: { Filter: [filter] } },
      { Filters: { Filter: filter } },
      { Filters: filter },
      { ReportMetaData: { Filters: [filter] } },
    ]) {
      assert.deepEqual(
        decodeMetaData(value).filters.map(({ queryName }) => queryName),
        ['START_DATE'],
      );
    }
    assert.deepEqual(decodeMetaData({ Filters: '' }), { filters: [], attributes: [] });
  });

  it("is parsed from any JSON, or isn't a report's", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        (Filters, Attributes) => void decodeMetaData({ Filters, Attributes }),
      ),
    );
    fc.assert(fc.property(fc.jsonValue(), (value) => isDecodedOrUnreadable(value)));
  });

  it('converts filter names to upper case with underscores', () => {
    assert.deepEqual(
      ['Start Date', 'SubId 1', ' Promo  Code '].map((name) => queryNameOf(name)),
      ['START_DATE', 'SUBID_1', 'PROMO_CODE'],
    );
  });
});

function isDecodedOrUnreadable(value: unknown): boolean {
  try {
    return Array.isArray(decodeMetaData(value).filters);
  } catch (error) {
    return isApiError(error) && error.kind === 'unreadable';
  }
}
