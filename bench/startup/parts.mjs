// @ts-check
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** @typedef {{ load: number, call: number, finish: number }} Activation in ms, as VS Code's performance view has it */

const PARTS = /** @type {const} */ (['load', 'call', 'finish']);
const API_NAME = /^\texport (?:abstract )?(?:class|namespace|enum|const|function|let|var) (\w+)/gm;

/**
 * The number that a program prints, and nothing else.
 * @param {string} part of the benchmark, for the error
 * @param {readonly string[]} args for Node
 * @returns {number}
 * @throws {Error} for a program that fails, prints nothing, or prints what is no number
 */
export function printedNumber(part, args) {
  const { status, signal, stdout, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (error) {
    throw error;
  }
  if (status !== 0) {
    throw new Error(`${part} did not run (${signal ?? `exit code ${status}`}):\n${stderr}`);
  }
  const value = Number(stdout);
  if (stdout.trim() === '' || !Number.isFinite(value)) {
    throw new Error(`${part} printed no number, but ${JSON.stringify(stdout)}`);
  }
  return value;
}

/**
 * The ms of one `require` in a fresh process, with a stand-in for the editor's interface that has all of its names:
 * anything read from it is a class, a function and an object.
 * @param {string} file
 */
export function loadTime(file) {
  const types = createRequire(import.meta.url).resolve('@types/vscode/index.d.ts');
  const names = [...readFileSync(types, 'utf8').matchAll(API_NAME)].map(([, name]) => name);
  const script = `
    const Module = require('node:module');
    const any = new Proxy(function () {}, {
      get: (target, key) => (key === 'prototype' ? target.prototype : key === Symbol.toPrimitive ? () => '' : any),
      construct: () => ({}),
      apply: () => any,
    });
    const vscode = Object.fromEntries(${JSON.stringify(names)}.map((name) => [name, any]));
    const load = Module._load;
    Module._load = function (id, ...rest) { return id === 'vscode' ? vscode : load.call(this, id, ...rest); };
    const start = process.hrtime.bigint();
    require(${JSON.stringify(file)});
    console.log(Number(process.hrtime.bigint() - start) / 1e6);`;
  return printedNumber(`Loading ${file}`, ['-e', script]);
}

/**
 * The rows that the windows wrote down, checked to be as many as there were windows, and numbers.
 * @param {string} report
 * @param {readonly string[]} ids of the extensions
 * @param {number} rounds
 * @returns {ReadonlyMap<string, readonly Activation[]>} by the extension's id
 * @throws {Error} for a row that is missing or has no number
 */
export function activationsOf(report, ids, rounds) {
  const rows = report.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  return new Map(
    ids.map((id) => {
      const own = rows.filter((row) => row.id === id);
      if (own.length !== rounds || !own.every((row) => PARTS.every((part) => Number.isFinite(row[part])))) {
        throw new Error(
          `${id} should activate ${rounds} times, but these activations were recorded: ${JSON.stringify(own)}`,
        );
      }
      return [id, own];
    }),
  );
}
