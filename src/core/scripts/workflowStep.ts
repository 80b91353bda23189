import { bashScript } from './bashScript';
import { type ScriptTask, scriptParts } from './scriptTask';

/**
 * A step for a GitHub Actions job, with the token as a secret of the repository. Nothing of the task is read as an
 * expression.
 */
export function workflowStep(task: ScriptTask): string {
  const { title, fileName } = scriptParts(task);
  const script = bashScript(task)
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
  return `- name: ${quoteForYaml(`impact.com: ${title}`)}
  shell: bash
  env:
    IMPACT_AUTH_TOKEN: \${{ secrets.IMPACT_AUTH_TOKEN }}
  run: |
${inert(script)}- uses: actions/upload-artifact@v4
  with:
    name: ${quoteForYaml(fileName)}
    path: ${quoteForYaml(fileName)}
`;
}

/** GitHub reads expressions before YAML or bash sees the text: what a server or user named must not hold one. */
function inert(text: string): string {
  return text.replaceAll('${{', '$ {{');
}

function quoteForYaml(text: string): string {
  return inert(`'${text.replaceAll("'", "''")}'`);
}
