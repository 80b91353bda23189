import * as assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { LongCalls } from '../../../../src/core/mcp/longCalls';
import { McpServer } from '../../../../src/core/mcp/mcpServer';
import type { McpTool } from '../../../../src/core/mcp/mcpTool';
import { systemClock } from '../../../../src/core/clock';
import { temporaryFolder } from '../../../support/temporaryFolder';

const SUITE = path.resolve('node_modules/@modelcontextprotocol/conformance/dist/index.js');
const EXPECTED_FAILURES = path.resolve('test/unit/core/mcp/expectedFailures.yml');

const simpleText: McpTool = {
  name: 'test_simple_text',
  title: 'Text',
  description: 'Returns a text.',
  inputSchema: { type: 'object' },
  isReadOnly: true,
  isDestructive: false,
  call: () => Promise.resolve({ text: 'This is a simple text response for testing.', isError: false }),
};
/** The tools that the suite calls. It describes each of them: `conformance server --scenario tools-call-error`. */
const TOOLS: readonly McpTool[] = [
  simpleText,
  {
    ...simpleText,
    name: 'test_error_handling',
    call: () => Promise.resolve({ text: 'This tool intentionally returns an error for testing', isError: true }),
  },
  {
    ...simpleText,
    name: 'test_tool_with_progress',
    call: (_input, _signal, report) => {
      [0, 50, 100].forEach((percent) => report(`${percent}%`));
      return Promise.resolve({ text: 'Done', isError: false });
    },
  },
  {
    ...simpleText,
    name: 'json_schema_2020_12_tool',
    inputSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      $defs: {
        address: { type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } },
      },
      properties: { name: { type: 'string' }, address: { $ref: '#/$defs/address' } },
      additionalProperties: false,
    },
  },
];

/** Adds the secret to requests, because the suite can't send it. Translates its own address, and no other. */
async function startProxy({ url, authorization }: McpServer): Promise<Server> {
  const { host, origin } = new URL(url);
  const proxy = createServer((received, response) => {
    const own = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const headers = { ...received.headers, authorization };
    const sent = request(
      url,
      {
        method: received.method,
        headers: {
          ...headers,
          ...(headers.host === own && { host }),
          ...(headers.origin === `http://${own}` && { origin }),
        },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    sent.on('error', () => response.destroy());
    response.on('close', () => sent.destroy());
    received.pipe(sent);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return proxy;
}

describe("The protocol's conformance suite", () => {
  const folder = temporaryFolder();
  let server: McpServer;
  let proxy: Server;

  beforeEach(async () => {
    server = await McpServer.start({ name: 'impact-jobs', title: 'Jobs', version: '1.2.3' }, () => {
      const calls = new LongCalls(systemClock);
      return { tools: TOOLS.map((tool) => calls.wrap(tool)), dispose: () => calls.dispose() };
    });
    proxy = await startProxy(server);
  });
  afterEach(async () => {
    proxy.closeAllConnections();
    proxy.close();
    await server.close();
  });

  it('passes, except where this server offers less', async () => {
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/mcp`;
    const args = ['server', '--url', url, '--suite', 'all', '--expected-failures', EXPECTED_FAILURES];
    const suite = spawn(process.execPath, [SUITE, ...args, '--output-dir', folder.path()]);
    let output = '';
    [suite.stdout, suite.stderr].forEach((stream) =>
      stream.setEncoding('utf8').on('data', (text: string) => void (output += text)),
    );
    const code = await new Promise((resolve) => suite.on('close', resolve));
    assert.equal(code, 0, output);
    assert.match(output, /dns-rebinding-protection: 2 passed/);
  });
});
