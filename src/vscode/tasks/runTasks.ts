import * as vscode from 'vscode';
import { TASK_TYPE } from '../ids';
import { savedExportInWords } from '../savedExports/savedExportWords';
import type { SourceContent } from '../savedExports/savedExportFiles';
import { withoutIcons } from '../words/withoutIcons';
import { RunTerminal } from './runTerminal';
import { runForTask, type RunForTaskOptions, type TaskScope } from './runForTask';

/** What VS Code shows before a task's name. */
const SOURCE = 'Impact Jobs';

/** The tasks of a window: one for each saved export and set, and those that people write themselves. */
export class RunTasks {
  constructor(private readonly options: RunForTaskOptions) {}

  async all(): Promise<vscode.Task[]> {
    const contents = await (await this.options.savedExports.files()).readAgain();
    return contents.flatMap((content) => [
      ...content.sets.map(({ name, exports }) => this.taskIn(content, name, exports.join(', '))),
      ...content.exports.map((saved) => this.taskIn(content, saved.name, savedExportInWords(saved))),
    ]);
  }

  /** A task as written in a tasks.json, with something that runs it. VS Code wants the same definition back. */
  resolve({ definition, scope, name }: vscode.Task): vscode.Task {
    return this.task(definition, scope ?? vscode.TaskScope.Workspace, name);
  }

  private taskIn({ source }: SourceContent, name: string, detail: string): vscode.Task {
    const folder = source.kind === 'workspace' ? vscode.workspace.getWorkspaceFolder(source.uri) : undefined;
    const task = this.task({ type: TASK_TYPE, run: name }, folder ?? vscode.TaskScope.Workspace, name);
    task.detail = withoutIcons(detail);
    return task;
  }

  private task(definition: vscode.TaskDefinition, scope: TaskScope, name: string): vscode.Task {
    // VS Code passes the definition with its variables replaced.
    const execution = new vscode.CustomExecution(({ run }) =>
      Promise.resolve(
        new RunTerminal(
          (write, signal) => runForTask(this.options, { run: run as unknown, scope }, write, signal),
          this.options.clock,
        ),
      ),
    );
    return new vscode.Task(definition, scope, name, SOURCE, execution);
  }
}
