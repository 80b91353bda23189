import { STYLES } from './style';

/** Like those of `plainText`, with one space for each, so that columns stay in place. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Surrogate}\ufeff]/gu;
/** What JSON lets through, and a terminal or a reader doesn't, or a CI system takes for a command. */
const UNESCAPED = /[\u007f-\u009f\p{Bidi_Control}\p{Zl}\p{Zp}\ufeff]|(?<=#)#/gu;
/** CI systems run commands in a line: GitHub after `::` at its beginning and after `##[`, others after `##name[`. */
const COMMANDS = /(?<=^\s*:)(?=:)|(?<=#)(?=#\w*\[)/g;
const STYLED = new RegExp(`(\u001b\\[(?:${[...new Set(Object.values(STYLES).flat())].join('|')})m)`);

/**
 * A line that is safe to write to a terminal or the log of a CI system, whoever wrote the texts in it. Keeps the
 * sequences of `Terminal.styled` if lines can be styled.
 */
export function shownLine(line: string, isStyled: boolean): string {
  const plain = (text: string): string => text.replace(UNSEEN, ' ');
  const parts = isStyled ? line.split(STYLED) : [line];
  // Every second part is what STYLED captures.
  return parts
    .map((part, index) => (index % 2 === 1 ? part : plain(part)))
    .join('')
    .replace(COMMANDS, ' ');
}

/** One line of JSON that is just as safe. Programs read the same values from it. */
export function shownJson(record: object): string {
  return JSON.stringify(record).replace(UNESCAPED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
