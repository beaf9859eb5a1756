import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { documentedOperators, pictureFiles, picturesFolder, runOf } from './diagram-files.ts';
import { marbleCases } from './marble-cases.ts';
import { parseDiagram } from './parse-diagram.ts';
import { formatLine, runDiagram } from './run-diagram.ts';

const operators = documentedOperators();

describe('the diagram in the doc comment of', () => {
  it.each(operators.map((operator): [string, typeof operator] => [operator.name, operator]))(
    '%s is the output of a run',
    (_, operator) => {
      const { inputs, outputs } = runOf(operator);
      const { diagram } = operator;
      expect(outputs.map((line) => `${line.name}: ${formatLine(line)}`)).toEqual(
        diagram.outputs.map((line) => `${line.name}: ${line.text}`),
      );
      // A source that is subscribed later stands that much further to the right.
      expect(inputs.map(({ name, from }) => ({ name, from }))).toEqual(
        diagram.inputs.map(({ name, from }) => ({ name, from })),
      );
    },
  );

  it('every public operator exists', () => {
    const index = readFileSync(join(import.meta.dirname, '../../lib/index.ts'), 'utf8');
    const files = [...index.matchAll(/from '\.\/(?:operators|bridges|output)\/([\w-]+)\.ts'/g)].map(
      (match) => match[1]!,
    );
    const without = files.filter((file) => !operators.some((operator) => operator.file === file));
    const values = ['cost-of', 'create-gate', 'cut-text', 'output-format', 'output-tool'];
    const sources = ['from-async-iterable', 'from-message', 'from-server-sent-events', 'from-server-sent-values'];
    const sinks = ['to-async-iterable', 'to-readable-stream', 'to-response'];
    expect(without.sort()).toEqual([...values, ...sources, ...sinks].sort());
  });

  it('every operator with its own case exists', () => {
    const files = operators.map(({ file }) => file);
    expect(Object.keys(marbleCases).filter((file) => !files.includes(file))).toEqual([]);
  });
});

describe('docs/marbles/', () => {
  const made = pictureFiles();

  it('contains the pictures of all diagrams and no others', () => {
    expect(readdirSync(picturesFolder).sort()).toEqual([...made.keys()].sort());
  });

  it.each([...made.keys()])('%s is the output of npm run docs:marbles', (file) => {
    expect(readFileSync(join(picturesFolder, file), 'utf8')).toBe(made.get(file));
  });
});

describe('a run of a diagram', () => {
  const runOfText = (text: string) => runDiagram(parseDiagram(text));

  it('has the actual output, not the output of the diagram', () => {
    const { outputs } = runOfText('source:  -S-B-T(a)-|\ntextDeltas()\nresult:  -----b----|');
    expect(outputs.map(formatLine)).toEqual(['-----a----|']);
  });

  it('has the frame in which a source was unsubscribed', () => {
    const { inputs } = runOfText('a:       -S-B-T(a)-|\nb:       -S-B--------T(b)-|\nraceFirstText(a, b)\nresult:  -|');
    expect(inputs.map(({ left }) => left)).toEqual([undefined, 5]);
  });

  it('has the frame in which a source was subscribed', () => {
    const { inputs } = runOfText('source:  --#\nother:   -S-B-T(a)-|\nfallbackTo(() => other)\nresult:  -|');
    expect(inputs.map(({ from }) => from)).toEqual([0, 2]);
  });

  it('refuses marbles without enough room', () => {
    const { outputs } = runOfText('source:  -a-b|\ntoNdjson()\nresult:  -|');
    expect(() => outputs.map(formatLine)).toThrow('result: give the marbles more room before column 3');
  });

  it('refuses text that is not a diagram', () => {
    expect(() => parseDiagram('textDeltas()')).toThrow('Not a marble diagram:\ntextDeltas()');
  });
});
