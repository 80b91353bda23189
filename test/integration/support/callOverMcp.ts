import * as assert from 'node:assert/strict';
import type { ToolName } from '../../../src/vscode/ids';
import type { SignedIn } from './extension';

interface McpAnswer {
  readonly text: string;
  readonly isError?: boolean;
}

/** Calls a tool as an MCP client does. */
export async function callOverMcp({ parts }: SignedIn, name: ToolName, input: object): Promise<McpAnswer> {
  const result = await resultOverMcp<{ content: readonly { text: string }[]; isError?: boolean }>(parts, 'tools/call', {
    name,
    arguments: input,
  });
  return { text: result.content[0]?.text ?? '', ...(result.isError === true && { isError: true }) };
}

/** The properties of a tool's input, as an MCP client is told. */
export async function propertiesOverMcp({ parts }: SignedIn, name: ToolName): Promise<readonly string[]> {
  const { tools } = await resultOverMcp<{
    tools: readonly { name: string; inputSchema: { properties: Readonly<Record<string, unknown>> } }[];
  }>(parts, 'tools/list', {});
  return Object.keys(tools.find((tool) => tool.name === name)?.inputSchema.properties ?? {});
}

async function resultOverMcp<T>({ mcp }: SignedIn['parts'], asked: string, params: object): Promise<T> {
  const { url, authorization } = await mcp.start();
  const post = async (method: string, sent: object, session?: string): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: {
        Authorization: authorization,
        'Content-Type': 'application/json',
        ...(session !== undefined && { 'Mcp-Session-Id': session }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: sent }),
    });
  const begun = await post('initialize', { protocolVersion: '2025-11-25', capabilities: {} });
  const session = begun.headers.get('Mcp-Session-Id') ?? assert.fail();
  const answer = (await (await post(asked, params, session)).json()) as { result: T };
  return answer.result;
}
