import * as vscode from 'vscode';
import type { Preview } from '../../../core/preview/preview';
import { DELIMITERS } from '../../../core/tables/csvDialect';
import type { TableChoice } from '../../../core/tables/tableChoice';
import { ENCODINGS } from '../../../core/tables/textDecoding';
import { pickRow } from '../../pickRow';
import { delimiterInWords, ENCODING_NAMES } from '../../words/tableWords';
import { numberInWords } from '../../words/timeWords';

/** How many lines are offered as the title row. Reports start with few lines about themselves. */
const OFFERED_LINES = 30;

interface Answer extends vscode.QuickPickItem {
  readonly change: TableChoice;
}

interface ChoiceItem extends vscode.QuickPickItem {
  readonly answers: readonly Answer[];
}

/**
 * Asks how to read a result if the detected way is wrong. `preview` is how it was read, or undefined if it couldn't be.
 * Undefined if the user changes nothing.
 */
export async function askTableChoice(
  name: string,
  preview: Preview | undefined,
  current: TableChoice,
): Promise<TableChoice | undefined> {
  const title = vscode.l10n.t('Reading options for {0}', name);
  const reset: ChoiceItem = { label: vscode.l10n.t('Detect Automatically'), answers: [] };
  const questions = questionsOf(preview, current);
  const isChosen = Object.keys(current).length > 0;
  const asked = await pickRow([...questions, ...(isChosen ? [reset] : [])], { placeHolder: title });
  if (asked === undefined || asked.answers.length === 0) {
    return asked && {};
  }
  const answer = await pickRow(asked.answers, { title, placeHolder: asked.label });
  return answer && { ...current, ...answer.change };
}

function questionsOf(preview: Preview | undefined, current: TableChoice): readonly ChoiceItem[] {
  const encoding = preview?.encoding ?? current.encoding;
  const dialect = preview?.dialect;
  const isCsv = preview === undefined || preview.format === 'csv';
  const tables = preview?.tables ?? [];
  return [
    ...(isCsv ? [separatorQuestion(dialect?.delimiter ?? current.delimiter)] : []),
    ...(isCsv ? [titleQuestion(dialect?.titleLine ?? current.titleLine)] : []),
    question(
      vscode.l10n.t('Encoding'),
      ENCODINGS.map((known) => answerOf(ENCODING_NAMES[known], known === encoding, { encoding: known })),
    ),
    ...(tables.length > 1
      ? [
          question(
            vscode.l10n.t('Table'),
            tables.map(({ path }) => answerOf(path, path === preview?.table, { table: path })),
          ),
        ]
      : []),
  ];
}

function separatorQuestion(current: string | undefined): ChoiceItem {
  return question(
    vscode.l10n.t('Separator'),
    DELIMITERS.map((delimiter) => answerOf(delimiterInWords(delimiter), delimiter === current, { delimiter })),
  );
}

function titleQuestion(current: number | undefined): ChoiceItem {
  const lines = Array.from({ length: OFFERED_LINES }, (_, index) => index + 1);
  return question(vscode.l10n.t('Title Row'), [
    answerOf(vscode.l10n.t('No Titles'), current === 0, { titleLine: 0 }),
    ...lines.map((titleLine) =>
      answerOf(vscode.l10n.t('Line {0}', numberInWords(titleLine)), titleLine === current, { titleLine }),
    ),
  ]);
}

/** A question that shows its current answer. */
function question(label: string, answers: readonly Answer[]): ChoiceItem {
  const current = answers.find(({ description }) => description !== undefined);
  return { label, answers, ...(current && { description: current.label }) };
}

function answerOf(label: string, isCurrent: boolean, change: TableChoice): Answer {
  return { label, change, ...(isCurrent && { description: vscode.l10n.t('Current') }) };
}
