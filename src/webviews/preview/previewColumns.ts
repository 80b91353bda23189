import type { ComponentChildren } from 'preact';
import { isNumberType, orderOf } from '../../core/rows/cellOrder';
import { type ColumnProfile, columnProfile } from '../../core/rows/columnProfile';
import { limitReader } from '../../core/rows/limitReader';
import { numberReader } from '../../core/rows/numberReader';
import type { GridColumn } from '../grid/gridColumn';
import { fill } from '../kit/fill';
import { count, pageLanguage } from '../kit/language';
import { distributionInWords } from './distributionWords';
import type { PreviewView, PreviewWords } from './protocol';

/** A row of the file with its number, counted from 0. */
export interface FileRow {
  readonly number: number;
  readonly cells: readonly string[];
}

/** A column of the file, as a row in the table of columns. */
export interface ColumnRow {
  readonly place: number;
  readonly title: string;
  readonly profile: ColumnProfile;
}

const MEASURED_ROWS = 60;
const CHAR_PX = 7.2;
const PADDING_PX = 20;
const MIN_PX = 90;
const MAX_PX = 300;
const DISTRIBUTION_PX = 300;

const PERCENT: Intl.NumberFormatOptions = { style: 'percent', maximumSignificantDigits: 2 };
const TWO_DIGITS: Intl.NumberFormatOptions = { maximumFractionDigits: 2 };

const readNumber = numberReader(pageLanguage);

/** What is known about the file's columns. */
export function columnRows({ columns, rows }: PreviewView, words: PreviewWords): readonly ColumnRow[] {
  return columns.map((name, place) => ({
    place,
    title: name.trim() === '' ? fill(words.unnamedColumn, count(place + 1)) : name,
    profile: columnProfile(rows, place, name),
  }));
}

/** The columns of the table of rows. */
export function fileColumns(
  { rows }: PreviewView,
  known: readonly ColumnRow[],
  words: PreviewWords,
): readonly GridColumn<FileRow>[] {
  return known.map(({ place, title, profile }) => {
    const textOf = ({ cells }: FileRow): string => cells[place] ?? '';
    const cellOrder = orderOf(rows.map((cells) => cells[place] ?? ''));
    const { type, keyOf } = cellOrder;
    const readKey = limitReader(cellOrder, readNumber);
    const note = `${words.types[type]} · ${profile.emptyCount === 0 ? distinctInWords(profile, words) : emptyInWords(profile, words)}`;
    const longest = rows
      .slice(0, MEASURED_ROWS)
      .reduce(
        (longestSoFar, cells) => Math.max(longestSoFar, (cells[place] ?? '').length),
        Math.max(title.length + 2, note.length * 0.9),
      );
    return {
      id: String(place),
      title,
      note,
      description: description(title, profile, words),
      isEndAligned: isNumberType(type),
      widthPx: widthFor(longest),
      text: textOf,
      order: (row) => keyOf(textOf(row)),
      ...(readKey && { readKey }),
    };
  });
}

/** The columns of the table of columns. */
export function profileColumns(
  words: PreviewWords,
  known: readonly ColumnRow[],
  drawDistribution: (row: ColumnRow) => ComponentChildren,
): readonly GridColumn<ColumnRow>[] {
  const { profile: titles } = words;
  const column = (
    id: string,
    title: string,
    widthPx: number,
    text: (row: ColumnRow) => string,
    order?: (row: ColumnRow) => number,
  ): GridColumn<ColumnRow> => ({
    id,
    title,
    widthPx,
    text,
    order: order ?? ((row) => text(row) || undefined),
    ...(order === undefined ? {} : { isEndAligned: true, readKey: readNumber }),
  });
  const averageColumn = (
    id: string,
    title: string,
    valueOf: (row: ColumnRow) => number | undefined,
  ): GridColumn<ColumnRow> => ({
    id,
    title,
    widthPx: 110,
    text: (row) => average(valueOf(row)),
    order: valueOf,
    isEndAligned: true,
    readKey: readNumber,
  });
  return [
    column(
      'column',
      titles.column,
      widthFor(Math.max(...known.map(({ title }) => title.length))),
      ({ title }) => title,
    ),
    {
      ...column('distribution', titles.distribution, DISTRIBUTION_PX, ({ profile }) =>
        distributionInWords(profile, words),
      ),
      draw: drawDistribution,
    },
    column('type', titles.type, 110, ({ profile }) => words.types[profile.type]),
    column(
      'empty',
      titles.empty,
      110,
      ({ profile }) => emptyShare(profile),
      ({ profile }) => profile.emptyCount,
    ),
    column(
      'distinct',
      titles.distinct,
      100,
      ({ profile }) => count(profile.distinctCount),
      ({ profile }) => profile.distinctCount,
    ),
    averageColumn('mean', titles.mean, ({ profile }) => profile.mean),
    averageColumn('median', titles.median, ({ profile }) => profile.median),
    column('least', titles.least, 210, ({ profile }) => profile.least ?? ''),
    column('greatest', titles.greatest, 210, ({ profile }) => profile.greatest ?? ''),
  ];
}

function widthFor(chars: number): number {
  return Math.round(Math.max(MIN_PX, Math.min(MAX_PX, chars * CHAR_PX + PADDING_PX)));
}

/** `114 (11%)` */
function emptyShare({ emptyCount, filledCount }: ColumnProfile): string {
  const share = (emptyCount / (emptyCount + filledCount)).toLocaleString(pageLanguage, PERCENT);
  return emptyCount === 0 ? count(0) : `${count(emptyCount)} (${share})`;
}

/** Money and counts need no more than two digits behind the point; values below one do. */
function average(value: number | undefined): string {
  return value?.toLocaleString(pageLanguage, Math.abs(value) < 1 ? { maximumSignificantDigits: 3 } : TWO_DIGITS) ?? '';
}

function description(title: string, profile: ColumnProfile, words: PreviewWords): string {
  const range =
    profile.least === undefined || profile.greatest === undefined
      ? []
      : [fill(words.range, profile.least, profile.greatest)];
  return [
    title,
    words.types[profile.type],
    emptyInWords(profile, words),
    distinctInWords(profile, words),
    ...range,
  ].join(' · ');
}

function emptyInWords({ emptyCount }: ColumnProfile, words: PreviewWords): string {
  return emptyCount === 0 ? words.emptyNone : fill(words.emptyOf, count(emptyCount));
}

function distinctInWords({ distinctCount, isDistinctCut }: ColumnProfile, words: PreviewWords): string {
  return fill(isDistinctCut ? words.distinctMoreThan : words.distinct, count(distinctCount));
}
