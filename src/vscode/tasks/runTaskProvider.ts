import type * as vscode from 'vscode';
import { TASK_TYPE } from '../ids';
import { lazy } from '../lazy';
import { optionalApi } from '../optionalApi';
import type { RunForTaskOptions } from './runForTask';
import type { RunTasks } from './runTasks';

/** Provides a task for each saved export and set, if the host has tasks. The code is loaded when tasks are needed. */
export class RunTaskProvider implements vscode.TaskProvider {
  private readonly load = lazy(async (): Promise<RunTasks> => new (await import('./runTasks')).RunTasks(this.options));
  private readonly registration: vscode.Disposable | undefined;

  constructor(private readonly options: RunForTaskOptions) {
    const { tasks, Task, CustomExecution } = optionalApi();
    this.registration = Task && CustomExecution && tasks?.registerTaskProvider?.(TASK_TYPE, this);
  }

  async provideTasks(): Promise<vscode.Task[]> {
    return (await this.load()).all();
  }

  async resolveTask(task: vscode.Task): Promise<vscode.Task> {
    return (await this.load()).resolve(task);
  }

  dispose(): void {
    this.registration?.dispose();
    this.load.dispose();
  }
}
