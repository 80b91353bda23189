import type { ToolName } from '../ids';
import { actingTools } from './actingTools';
import { AgentJobs, type AgentToolsOptions } from './agentJobs';
import type { AgentTool } from './agentTool';
import { readingTools } from './readingTools';
import { runTools } from './runTools';

/** The tools for language models. A separate bundle, loaded when the first of them is called. */
export function agentTools(options: AgentToolsOptions): Readonly<Record<ToolName, AgentTool>> {
  const jobs = new AgentJobs(options);
  return { ...readingTools(options, jobs), ...actingTools(options, jobs), ...runTools(options, jobs) };
}
