import * as vscode from 'vscode';
import { type FilterValue, filterValueOf, knownValuesOf, takesMany, valuesOf } from '../../core/reports/filterValues';
import { isProgramFilter } from '../../core/reports/programFilter';
import type { ReportFilter } from '../../core/reports/report';
import { problemOf } from '../../core/reports/valueProblem';
import { decodePrograms } from '../accounts/programNames';
import { withoutIcons } from '../words/withoutIcons';
import { problemInWords, valueInWords } from './exportWords';
import type { FlowParts } from './flowState';
import { pickMany, splitValues, type ValueChoice } from './pickMany';
import { type Answer, askText, pick, type StepFrame } from './quickInputs';
import { noticeRows } from './reportStep';

/** Asks for the value of one filter, or for several if it takes several. */
export async function askValue(
  parts: FlowParts,
  accountId: string,
  filter: ReportFilter,
  value: FilterValue,
  frame: StepFrame,
  complaint: string | undefined,
): Promise<Answer<FilterValue>> {
  const title = vscode.l10n.t('{0}: {1}', frame.title, filter.name);
  const programs = isProgramFilter(filter.queryName) ? programsOf(parts, accountId) : [];
  const rowOf = (program: string): ValueChoice => {
    const name = parts.memory.programNameOf(accountId, program);
    const idOfNamed = name === undefined ? {} : { description: program };
    return { label: withoutIcons(name ?? program), ...idOfNamed, value: program };
  };
  if (takesMany(filter, value)) {
    const known = [...programs, ...knownValuesOf(filter.queryName)];
    return askValues({ ...frame, title }, { filter, known, rowOf, chosen: valuesOf(value), complaint });
  }
  const [text = ''] = valuesOf(value);
  if (filter.type === 'boolean') {
    return pick(
      { ...frame, title },
      {
        placeHolder: complaint ?? filter.name,
        load: () => [
          ...noticeRows(complaint),
          ...['', ...switchValues(filter)].map((choice) => ({ label: valueInWords(filter, choice), value: choice })),
        ],
        isActive: (choice) => choice === text,
      },
    );
  }
  const validate = validator(filter);
  if (programs.length > 0 && complaint === undefined) {
    return pick(
      { ...frame, title },
      {
        placeHolder: vscode.l10n.t('Select a program, or type its name or ID'),
        load: () => [
          ...(filter.isRequired ? [] : [{ label: valueInWords(filter, ''), value: '' }]),
          ...programs.map(rowOf),
        ],
        typed: (program) =>
          program === '' || programs.includes(program) || validate(program) !== undefined
            ? undefined
            : { label: withoutIcons(program), value: program, alwaysShow: true },
        isActive: (choice) => choice === text,
      },
    );
  }
  return askText({ ...frame, title }, { prompt: promptFor(filter), value: text, problem: complaint, validate });
}

interface ManyValues {
  readonly filter: ReportFilter;
  /** The values to select from. */
  readonly known: readonly string[];
  readonly rowOf: (value: string) => ValueChoice;
  readonly chosen: readonly string[];
  readonly complaint: string | undefined;
}

/** Asks for any number of values, from the known ones or as text with commas. */
async function askValues(
  frame: StepFrame,
  { filter, known, rowOf, chosen, complaint }: ManyValues,
): Promise<Answer<FilterValue>> {
  const validate = validator(filter);
  const answer: Answer<readonly string[]> =
    known.length > 0
      ? await pickMany(frame, {
          placeHolder: complaint ?? vscode.l10n.t('Select values, or type others separated by commas'),
          known: [...new Set([...known, ...chosen])].map(rowOf),
          chosen,
        })
      : await asList(
          askText(frame, {
            prompt: vscode.l10n.t('One or more values, separated by commas. Leave empty for any.'),
            value: chosen.join(', '),
            problem: complaint,
            validate: (text) =>
              splitValues(text)
                .map(validate)
                .find((problem) => problem !== undefined),
          }),
        );
  return answer.kind === 'answer' ? { kind: 'answer', value: filterValueOf(answer.value) } : { kind: answer.kind };
}

async function asList(asking: Promise<Answer<string>>): Promise<Answer<readonly string[]>> {
  const answer = await asking;
  return answer.kind === 'answer' ? { kind: 'answer', value: splitValues(answer.value) } : { kind: answer.kind };
}

function validator(filter: ReportFilter): (text: string) => string | undefined {
  return (text) => {
    if (filter.isRequired && text === '') {
      return vscode.l10n.t('{0} is required.', filter.name);
    }
    const problem = problemOf(filter, text);
    return problem && problemInWords(problem);
  };
}

/** impact.com's own links switch columns on with `SHOW_SKU=1`. */
function switchValues({ queryName }: ReportFilter): readonly [on: string, off: string] {
  return queryName.startsWith('SHOW_') ? ['1', '0'] : ['true', 'false'];
}

/** The account's programs: those of its newest jobs first, then all others whose names are known. */
function programsOf({ store, memory }: FlowParts, accountId: string): readonly string[] {
  const entries = [...(store.account(accountId)?.entries.values() ?? [])];
  const ofJobs = entries.map(({ job }) => job.programId).filter((program) => program !== '');
  return [...new Set([...ofJobs, ...Object.keys(decodePrograms(memory.programs.get(accountId)).names)])];
}

function promptFor({ type, isRequired }: ReportFilter): string {
  if (isRequired) {
    return vscode.l10n.t('A number, such as {0}', '3629');
  }
  if (type === 'date') {
    return vscode.l10n.t('A date, such as {0}. Leave empty for any date.', '2026-11-24');
  }
  return type === 'text'
    ? vscode.l10n.t('Text. Leave empty for any text.')
    : vscode.l10n.t('A number. Leave empty for any number.');
}
