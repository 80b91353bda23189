import { bashScript } from './bashScript';
import { type ScriptTask, scriptParts } from './scriptTask';

/**
 * Creates a step for a GitHub Actions job that reads the token from a repository secret. Nothing in the task is
 * evaluated as an expression.
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

/**
 * GitHub evaluates expressions before YAML or bash sees the text, so names from a server or user must not contain any.
 */
function inert(text: string): string {
  return text.replaceAll('${{', '$ {{');
}

function quoteForYaml(text: string): string {
  return inert(`'${text.replaceAll("'", "''")}'`);
}
