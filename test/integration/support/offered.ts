import manifest from '../../../package.json';
import { contextValues } from '../../../src/vscode/jobs/contextKeys';
import type { Parts } from './extension';

/** The commands that the palette offers, by their `when` clauses and the context keys. */
export function offered({ arranged }: Parts): readonly string[] {
  const values: Readonly<Record<string, unknown>> = contextValues(arranged, Date.now());
  const holds = (term: string): boolean => {
    const [, not, key = '', operator, word] = /^(!?)(?:impactJobs\.)?(\w+)(?: (==|!=) (\w+))?$/.exec(term.trim()) ?? [];
    if (key === 'true') {
      return true;
    }
    const isSo = operator === undefined ? values[key] === true : (values[key] === word) === (operator === '==');
    return isSo !== (not === '!');
  };
  const isTrue = (clause: string): boolean => {
    const flat = clause.replace(/\(([^()]*)\)/g, (_, inner: string) => String(isTrue(inner)));
    return flat.split('||').some((all) => all.split('&&').every(holds));
  };
  const whens = manifest.contributes.menus.commandPalette.map(({ command, when }) => ({
    command,
    isOffered: isTrue(when),
  }));
  return whens.filter(({ isOffered }) => isOffered).map(({ command }) => command.replace('impactJobs.', ''));
}
