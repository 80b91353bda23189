import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { planReading, type ReadingPlan } from '../../../../src/core/analysis/readingPlan';
import { notebookCells } from '../../../../src/core/analysis/notebookCells';
import { READING_LANGUAGES, readingCode } from '../../../../src/core/analysis/readingCode';
import { orderOf } from '../../../../src/core/rows/cellOrder';
import { readTable } from '../../../../src/core/tables/readTable';
import { NO_CHOICE, type TableChoice } from '../../../../src/core/tables/tableChoice';
import { type Dump, findTool, runCodes, runTool, type Value } from '../../../support/analysisTools';
import { temporaryFolder } from '../../../support/temporaryFolder';

interface OddFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly choice?: TableChoice;
  /** The kinds of its columns' readings. */
  readonly kinds: string;
}

const utf16 = (text: string, order: 'le' | 'be', hasMark = true): Buffer => {
  const bytes = Buffer.from((hasMark ? '\ufeff' : '') + text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};
const PLAIN = `Action_Id,Date,Payout,Rate,Clicks,Approved,Name
00123,2026-10-01,"1,234.50",12.5%,17,yes,"Müller, ""A"""
00124,2026-10-02,(5.00),3%,,no,NA
00125,,-7.25,0.5%,23,Yes, x
`;
const GERMAN = `Datum;Auszahlung;Quote;Kunde\r
01.10.2026 14:05;1.234,50 €;3,5 %;Größe "M"\r
31.12.2026 08:00;-5,25 €;;5" Schirm\r
`;
const ABOUT = `Report,"Actions ""Q4"""
Time Zone,America/New_York

`;

/** Files of the kinds that people get, with what every program gets wrong if it guesses. */
const FILES: readonly OddFile[] = [
  { name: 'plain.csv', bytes: Buffer.from(PLAIN), kinds: 'id date amount amount integer boolean text' },
  { name: 'excel [1]*.csv', bytes: Buffer.from(`\ufeffsep=;\r\n${GERMAN}`), kinds: 'date amount amount text' },
  { name: "o'brien {x}.csv", bytes: Buffer.from(ABOUT + PLAIN), kinds: 'id date amount amount integer boolean text' },
  { name: 'utf16le.csv', bytes: utf16(GERMAN, 'le'), kinds: 'date amount amount text' },
  { name: 'utf16le-unmarked.csv', bytes: utf16(GERMAN, 'le', false), kinds: 'date amount amount text' },
  { name: 'utf16be.csv', bytes: utf16(PLAIN, 'be'), kinds: 'id date amount amount integer boolean text' },
  {
    name: 'windows-1252.csv',
    bytes: Buffer.from('Name;Betrag\nM\xfcller;1.234,50\nGr\xf6\xdfe \x80;-3,00\n', 'latin1'),
    kinds: 'text amount',
  },
  {
    name: 'bad-byte.csv',
    bytes: Buffer.concat([Buffer.from('Name,Sum\nMüller,1.5\nGr'), Buffer.from([0xff]), Buffer.from('öße,2.5\n')]),
    kinds: 'text decimal',
  },
  { name: 'tabs.tsv', bytes: Buffer.from('a\tNumber of Clicks\n"x\ny"\t1\nz\t2\n'), kinds: 'text integer' },
  {
    name: 'tilde.txt',
    bytes: Buffer.from('a~b\n1~Oct 1, 2026 5:00 PM\n2~Dec 31, 2026 11:59 AM\n'),
    kinds: 'integer date',
  },
  {
    name: 'titles.csv',
    bytes: Buffer.from('Pay,Pay,,"a\nb"\n1.5,2.5,x,3\n4.5,"1,000.5",y,6\n'),
    kinds: 'decimal amount text integer',
  },
  { name: 'ragged.csv', bytes: Buffer.from('a,b,c\n1,2,x\n3,4\n5,6,y,\n'), kinds: 'integer integer text text' },
  { name: 'returns.csv', bytes: Buffer.from('a,b\r1,x\r2,y\r'), kinds: 'integer text' },
  { name: 'mixed-ends.csv', bytes: Buffer.from('a,b\r\n1,x\n2,y\r3,z\n'), kinds: 'integer text' },
  { name: 'quoted-title.csv', bytes: Buffer.from('a,"b ""x"""\n1,2\n'), kinds: 'integer integer' },
  { name: 'untitled.csv', bytes: Buffer.from('1,x\n2,y\n'), choice: { titleLine: 0 }, kinds: 'integer text' },
  { name: 'single.csv', bytes: Buffer.from('Sum\n1.5\n\n2.5\n'), kinds: 'decimal' },
  { name: 'padded.csv', bytes: Buffer.from('Sum,Day\n 1.50 , 2026-10-01\n$ 2.5, \n'), kinds: 'text date' },
  {
    name: 'spaces.csv',
    bytes: Buffer.from('Sum,Day,Clicks,Ok\n $1.50 , 2026-10-01, 5,yes \n$ 2.5 , , ,no\n'),
    kinds: 'amount date integer boolean',
  },
  {
    name: 'times.csv',
    bytes: Buffer.from(
      'At,Zoned,Us,Old\n2026-10-01T12:00:00.125,2026-10-01T12:00:00-05:00,1/2/2026,0001-01-01\n2026-10-02 08:30,2026-10-01T12:00:00Z,12/31/2026,2026-10-01\n2026-10-03,2026-10-01T12:00:00+0530,3/4/2026 1:05 AM,2026-10-02\n',
    ),
    kinds: 'date date date date',
  },
  {
    name: 'big-ids.csv',
    bytes: Buffer.from('Order,Qty\n123456789012345678,1\n123456789012345679,2\n'),
    kinds: 'id integer',
  },
  { name: 'exponents.csv', bytes: Buffer.from('a,b\n1e3,"1,000.5"\n2.5E-2,1e3\n'), kinds: 'decimal text' },
  {
    name: 'records.json',
    bytes: Buffer.from(
      JSON.stringify({
        '@uri': '/Advertisers/X/Actions',
        Filter: [{ a: 1 }, { a: 2 }],
        Records: [
          {
            ActionId: '00123',
            Payout: '1,234.50',
            At: '2026-10-01T12:00:00-05:00',
            Qty: 3,
            Ok: true,
            Tags: ['a"\\', 1.5, null],
          },
          { ActionId: '00124', Payout: '(5.00)', At: null, Qty: 100000, Ok: false, Tags: [], Note: "it's" },
          { ActionId: '', Payout: '-2', At: '2026-10-01T12:00:00Z', Qty: null, Note: 'ü' },
        ],
      }),
    ),
    kinds: 'id amount date integer boolean text text',
  },
  {
    name: 'actions.json',
    bytes: Buffer.from('{"a":[{"x":1},{"x":2}],"b/c":[{"y":"1"}]}'),
    choice: { table: 'a' },
    kinds: 'integer',
  },
  {
    name: 'slashes.json',
    bytes: Buffer.from('{"a/b":{"c~d":[{"x":1,"y/z":"q","p.q":"w"},{"x":2}]}}'),
    kinds: 'integer text text',
  },
  { name: 'empty-name.json', bytes: Buffer.from('[{"x":1,"":"q"},{"x":2}]'), kinds: 'integer text' },
  { name: 'mixed.json', bytes: Buffer.from('[{"a":1},"x",{"b":[1,2]}]'), kinds: 'integer text text' },
  { name: 'list.json', bytes: Buffer.from('[["a","1.50"],["b","2.50"]]'), kinds: 'text decimal' },
  { name: 'one.json', bytes: Buffer.from('{"a":"x","b":{"c":[1,2.5]}}'), kinds: 'text text' },
  { name: 'lines.ndjson', bytes: Buffer.from('{"a":1,"b":"x"}\n\n{"b":"y","c":2.5}\n'), kinds: 'integer text decimal' },
  { name: 'broken.ndjson', bytes: Buffer.from('{"a":1}\n{oops\n{"a":2}\n'), kinds: 'integer' },
  {
    name: 'actions.xml',
    bytes: Buffer.from(
      '<?xml version="1.0" encoding="UTF-8"?><ImpactRadiusResponse xmlns="http://x"><Actions page="1"><Action uri="/1"><Id>00123</Id><Payout>1,234.50</Payout><Item><Sku>a</Sku></Item><Item><Sku>b</Sku></Item><Tag>x</Tag><Tag>y</Tag></Action><Action><Id>00124</Id><Payout>-2.00</Payout><Day>2026-10-01</Day></Action></Actions></ImpactRadiusResponse>',
    ),
    kinds: 'text id amount id text date',
  },
  {
    name: 'prefixes.xml',
    bytes: Buffer.from(
      '<n:r xmlns:n="http://n" xmlns:i="http://i"><n:L><n:R n:k="2"><n:Id>01</n:Id><Id>b</Id><v i:nil="true"/></n:R><n:R><n:Id>02</n:Id></n:R></n:L></n:r>',
    ),
    kinds: 'integer id id text boolean',
  },
  {
    name: 'stated-utf-16.xml',
    bytes: utf16('<?xml version="1.0" encoding="UTF-16"?><r><R><a>ü</a></R><R><a>b</a></R></r>', 'le'),
    kinds: 'text',
  },
  {
    name: 'stated-latin-1.xml',
    bytes: Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><r><R><a>\xfc</a></R><R><a>b</a></R></r>', 'latin1'),
    kinds: 'text',
  },
  {
    name: 'text-beside.xml',
    bytes: Buffer.from('<r><v c="a">3</v>\n<v c="b"> 4 <b>x<i>6</i>y</b></v><v c=""><Value>5</Value></v></r>'),
    kinds: 'text integer text integer',
  },
  { name: 'one.xml', bytes: Buffer.from('<r><Item><a>1</a><b>x &amp; y</b></Item></r>'), kinds: 'integer text' },
  {
    name: 'one-nested.xml',
    bytes: Buffer.from('<r><Status>OK</Status><Job><Id>01</Id><Filters><a>x</a></Filters></Job></r>'),
    kinds: 'id text',
  },
  { name: 'values.xml', bytes: Buffer.from('<r><Day>2026-10-01</Day><Day>2026-10-02</Day></r>'), kinds: 'date' },
];

/** What the extension's own reader makes of a file, as values of the planned kinds. */
async function expected(file: string, plan: ReadingPlan, choice: TableChoice): Promise<Dump> {
  const rows: (readonly string[])[] = [];
  for await (const batch of readTable(file, { choice })) {
    rows.push(...batch.rows);
  }
  const columns = plan.columns.map(({ reading }, place) => {
    const cells = rows.map((row) => row[place] ?? '');
    const { keyOf } = orderOf(cells);
    return cells.map((cell): Value => {
      if (reading.kind === 'text' || reading.kind === 'id') {
        return cell === '' ? null : cell;
      }
      const key = keyOf(cell);
      if (key === undefined) {
        return null;
      }
      return reading.kind === 'boolean' ? key === 1 : Number(key);
    });
  });
  return { names: plan.columns.map(({ name }) => name), columns };
}

function assertSameTable(found: Dump, wanted: Dump, about: string): void {
  assert.deepEqual(found.names, wanted.names, about);
  wanted.columns.forEach((cells, place) => {
    const others = (found.columns[place] ?? []).map((value, row) => {
      const cell = cells[row];
      const isClose =
        typeof value === 'number' && typeof cell === 'number' && Math.abs(value - cell) <= Math.abs(cell) * 1e-12;
      const isBeyond = value === null && typeof cell === 'number' && cell < Date.UTC(1677, 0);
      return isClose || isBeyond ? cell : value;
    });
    assert.deepEqual(others, cells, `${about}, column ${wanted.names[place]}`);
  });
}

describe('Code to read a result', () => {
  const folder = temporaryFolder();

  const plan = async ({ name, bytes, choice = NO_CHOICE }: OddFile): Promise<ReadingPlan> => {
    const file = path.join(folder.path(), name);
    writeFileSync(file, bytes);
    return planReading({ title: 'Actions', file, choice, signal: new AbortController().signal });
  };

  for (const file of FILES) {
    it(`knows the columns of ${file.name}`, async () => {
      const { columns } = await plan(file);
      assert.equal(columns.map(({ reading }) => reading.kind).join(' '), file.kinds);
    });
  }

  for (const language of READING_LANGUAGES) {
    it(`reads in ${language} what the extension reads`, async function () {
      this.timeout(0);
      const tool = findTool(language);
      if (typeof tool === 'string') {
        console.log(`      ${tool}`);
        this.skip();
      }
      const plans = await Promise.all(FILES.map(plan));
      const codes = plans.map((known) => readingCode(known, language));
      const runs = runCodes(tool, language, codes);
      const differences: string[] = [];
      for (const [index, file] of FILES.entries()) {
        const known = plans[index] ?? assert.fail();
        const wanted = await expected(known.path, known, file.choice ?? NO_CHOICE);
        try {
          assertSameTable(runs[index] ?? assert.fail('no output'), wanted, file.name);
        } catch (error) {
          differences.push(`${(error as Error).message}\n${codes[index]}`);
        }
      }
      assert.equal(differences.join('\n\n'), '');
    });
  }

  for (const language of READING_LANGUAGES) {
    it(`reads all rows in ${language} if a byte has no character in Latin-1`, async function () {
      this.timeout(0);
      const tool = findTool(language);
      if (typeof tool === 'string') {
        console.log(`      ${tool}`);
        this.skip();
      }
      const bytes = Buffer.from('Name,Sum\nM\xfc\x81ller,1\nGr\xf6\xdfe,2\n', 'latin1');
      const [found] = runCodes(tool, language, [
        readingCode(await plan({ name: 'gap.csv', bytes, kinds: '' }), language),
      ]);
      assert.deepEqual(found?.columns, [
        ['Mü\ufffdller', 'Größe'],
        [1, 2],
      ]);
    });
  }

  for (const language of ['pandas', 'polars', 'duckdb'] as const) {
    it(`takes a first look in ${language} that runs`, async function () {
      this.timeout(0);
      const tool = findTool(language);
      if (typeof tool === 'string') {
        console.log(`      ${tool}`);
        this.skip();
      }
      const [first, second] = await Promise.all([
        plan({ name: 'first.csv', bytes: Buffer.from(PLAIN), kinds: '' }),
        plan({ name: 'second.csv', bytes: Buffer.from(PLAIN), kinds: '' }),
      ]);
      const other = await plan({ name: 'other.csv', bytes: Buffer.from(GERMAN), kinds: '' });
      for (const [plans, rows] of [
        [[other], 2],
        [[first, second], 6],
        [[first, other], undefined],
      ] as const) {
        const cells = notebookCells(plans, language);
        const script = cells.filter(({ kind }) => kind === 'code').map(({ text }) => text);
        const count = language === 'polars' ? 'df.height' : 'len(df)';
        const { status, stdout, stderr } = runTool(
          tool,
          [...script, ...(rows === undefined ? [] : [`print("ROWS", ${count})`])].join('\n'),
        );
        assert.equal(status, 0, stderr + script.join('\n'));
        assert.equal(/ROWS (\d+)/.exec(stdout)?.[1], rows?.toString());
      }
    });
  }

  it('sums money by day in a notebook, where a file has both', async () => {
    const german = await plan({ name: 'german.csv', bytes: Buffer.from(GERMAN), kinds: '' });
    const untyped = await plan({ name: 'untyped.csv', bytes: Buffer.from('a,b\nx,y\n'), kinds: '' });
    const last = (known: ReadingPlan): string => notebookCells([known], 'pandas').at(-1)?.text ?? '';
    assert.equal(last(german), '# Auszahlung per day\ndf.groupby(df["Datum"].dt.date)["Auszahlung"].sum()');
    assert.equal(last(untyped), 'df.describe()');
  });

  for (const language of READING_LANGUAGES) {
    it(`warns in ${language} that quotes don't match`, async () => {
      const text = 'a,b,c\n1,"x,2\n3,y,4\n5,z,6\n';
      const stray = async (bytes: string): Promise<string> =>
        readingCode(await plan({ name: 'stray.csv', bytes: Buffer.from(bytes), kinds: '' }), language);
      assert.match(await stray(text), /# Quotes don't match in line 2\. [^]*# The preview reads all 3 rows\./);
      assert.match(await stray(`${text}7,"w,8\n`), /# Quotes don't match in 2 rows, the first in line 2\. /);
      assert.doesNotMatch(await stray(text.replace('"', '')), /Quotes/);
    });
  }

  it('says which rows decided the types, and reads no more than it may', async () => {
    const file = folder.write('long.csv', `Zip,Sum\n${'1,2\n'.repeat(100_000)}007,x\n`);
    const signal = new AbortController().signal;
    const part = await planReading({ title: 'Long', file, choice: NO_CHOICE, signal, maxBytes: 65_536 });
    assert.equal(part.isWhole, false);
    assert.match(readingCode(part, 'pandas'), /# The types fit the first [\d,]+ rows\. A later value/);
    const whole = await planReading({ title: 'Long', file, choice: NO_CHOICE, signal });
    assert.match(readingCode(whole, 'pandas'), /# The types fit all rows of the file \(100,001\)\./);
    assert.deepEqual(
      whole.columns.map(({ reading }) => reading.kind),
      ['id', 'text'],
    );
  });
});
