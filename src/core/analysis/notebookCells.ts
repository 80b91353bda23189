import { codeParts, type NotebookLanguage, preparation } from './readingCode';
import { inComment, quoted, sqlName } from './literals';
import type { PlannedColumn, ReadingPlan } from './readingPlan';

export interface NotebookCell {
  readonly kind: 'markdown' | 'code';
  readonly text: string;
}

/** Titles of decimals that are amounts of money, though no currency is written beside them. */
const MONEY_NAME = /amount|payout|revenue|cost|price|commission|earnings|spend|sales|total|fee|value/i;
const MARKDOWN = /[\\`*_{}[\]()#+\-.!<>|~&$]/g;

/** A notebook that reads files as the extension does. Takes a first look at each, or at all if they're alike. Pure. */
export function notebookCells(plans: readonly ReadingPlan[], language: NotebookLanguage): readonly NotebookCell[] {
  const named = plans.map((plan, index) => ({ plan, variable: plans.length === 1 ? 'df' : `df_${index + 1}` }));
  const parts = named.map(({ plan, variable }) => codeParts(plan, variable, language));
  const [first] = plans;
  const isOne = first !== undefined && plans.length > 1 && plans.every((plan) => isAlike(plan, first));
  const reading = named.flatMap(({ plan, variable }, index): readonly NotebookCell[] => [
    markdown(`# ${plan.title}`),
    code(parts[index]?.lines.join('\n') ?? ''),
    ...(isOne ? [] : firstLook(plan, variable, language)),
  ]);
  const together = isOne
    ? [
        markdown('# All Results'),
        code(
          combined(
            named.map(({ variable }) => variable),
            language,
          ),
        ),
        ...firstLook(first, 'df', language),
      ]
    : [];
  return [code(preparation(parts)), ...reading, ...together];
}

function markdown(title: string): NotebookCell {
  const [, sign = '', words = ''] = /^(#+ )(.*)$/s.exec(title) ?? [];
  return { kind: 'markdown', text: sign + inComment(words).replace(MARKDOWN, String.raw`\$&`) };
}

function code(text: string): NotebookCell {
  return { kind: 'code', text };
}

function isAlike(plan: ReadingPlan, other: ReadingPlan): boolean {
  const shapeOf = ({ columns }: ReadingPlan): string =>
    JSON.stringify(columns.map(({ name, reading }) => [name, reading.kind === 'id' ? 'text' : reading.kind]));
  return shapeOf(plan) === shapeOf(other);
}

function combined(variables: readonly string[], language: NotebookLanguage): string {
  const all = variables.join(', ');
  const written: Readonly<Record<NotebookLanguage, string>> = {
    pandas: `df = pd.concat([${all}], ignore_index=True)`,
    polars: `df = pl.concat([${all}])`,
    duckdb: `df = duckdb.sql("${variables.map((variable) => `FROM ${variable}`).join(' UNION ALL ')}")`,
  };
  return written[language];
}

function firstLook(plan: ReadingPlan, variable: string, language: NotebookLanguage): readonly NotebookCell[] {
  const looks: Readonly<Record<NotebookLanguage, readonly string[]>> = {
    pandas: [`${variable}.head()`, `${variable}.dtypes`, `${variable}.describe()`],
    polars: [`${variable}.head()`, `${variable}.schema`, `${variable}.describe()`],
    duckdb: [`${variable}.limit(5)`, `duckdb.sql("DESCRIBE ${variable}")`, `duckdb.sql("SUMMARIZE ${variable}")`],
  };
  const daily = dailySum(plan, variable, language);
  return [...looks[language], ...(daily === undefined ? [] : [daily])].map(code);
}

function dailySum({ columns }: ReadingPlan, variable: string, language: NotebookLanguage): string | undefined {
  const day = columns.find(({ reading }) => reading.kind === 'date');
  const money = columns.find(isMoney) ?? columns.find(isNamedMoney);
  if (day === undefined || money === undefined) {
    return undefined;
  }
  const [date, amount] = [quoted(day.name), quoted(money.name)];
  const hasTime = day.reading.kind === 'date' && day.reading.hasTime;
  const written: Readonly<Record<NotebookLanguage, string>> = {
    pandas: `# ${inComment(money.name)} per day\n${variable}.groupby(${variable}[${date}].dt.date)[${amount}].sum()`,
    polars: `# ${inComment(money.name)} per day\n${variable}.group_by(pl.col(${date})${hasTime ? '.dt.date()' : ''}).agg(pl.col(${amount}).sum()).sort(${date})`,
    duckdb: `# ${inComment(money.name)} per day\nduckdb.sql("""\nSELECT CAST(${sqlName(day.name)} AS DATE) AS day, sum(${sqlName(money.name)}) AS total\nFROM ${variable} GROUP BY ALL ORDER BY day\n""")`,
  };
  return written[language];
}

function isMoney({ reading }: PlannedColumn): boolean {
  return reading.kind === 'amount' && reading.isMoney;
}

function isNamedMoney({ name, reading }: PlannedColumn): boolean {
  return (reading.kind === 'decimal' || reading.kind === 'amount') && MONEY_NAME.test(name);
}
