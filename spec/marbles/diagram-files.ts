import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { drawDiagram } from './draw-diagram.ts';
import { marbleCases } from './marble-cases.ts';
import { type Diagram, parseDiagram } from './parse-diagram.ts';
import { type DiagramRun, runDiagram } from './run-diagram.ts';

const root = resolve(import.meta.dirname, '../..');

/** The folder of the pictures. */
export const picturesFolder = join(root, 'docs/marbles');

/** An operator whose doc comment has a diagram. */
export interface DocumentedOperator {
  /** Of the source file and of the picture, such as `text-deltas`. */
  readonly file: string;
  readonly name: string;
  /** The first sentence of its doc comment. */
  readonly summary: string;
  readonly diagram: Diagram;
}

/** Every operator of lib/ whose doc comment has a diagram, in the order of the file names; `runTools` is not one. */
export function documentedOperators(): DocumentedOperator[] {
  const lib = join(root, 'lib');
  return readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && basename(path) !== 'run-tools.ts')
    .sort((one, other) => basename(one).localeCompare(basename(other)))
    .flatMap((path) => {
      const code = readFileSync(join(lib, path), 'utf8');
      const comments = [...code.matchAll(/\/\*\*\n((?:(?!\*\/)[\s\S])*)\*\/\nexport (?:declare )?function (\w+)/g)];
      return comments.flatMap(([, comment, name]) => {
        const text = comment!.replace(/^ \* ?/gm, '');
        const marbles = /```text\n([\s\S]*?)```/.exec(text)?.[1];
        if (marbles === undefined) return [];
        const summary = /^[\s\S]*?\.(?=\s)/.exec(text)![0].replaceAll('\n', ' ');
        return [{ file: basename(path, '.ts'), name: name!, summary, diagram: parseDiagram(marbles) }];
      });
    });
}

/** Runs the diagram of an operator. */
export function runOf({ file, diagram }: DocumentedOperator): DiagramRun {
  return runDiagram(diagram, marbleCases[file]);
}

/** Every file of docs/marbles/ and its expected content. */
export function pictureFiles(): Map<string, string> {
  const operators = documentedOperators();
  const gallery = operators.map(({ file, name, summary }) => `## ${name}\n\n${summary}\n\n![${name}](${file}.svg)\n`);
  const head =
    '# What the operators do, as pictures\n\n' +
    'See what each operator emits, and when. Each picture shows the operator on the marbles of its doc comment, in virtual\n' +
    'time; `npm run docs:marbles` draws it. Capitals are events: S `message_start`, B `content_block_start`, T text,\n' +
    'H thinking, J tool input, C a citation, E `content_block_stop`, D `message_delta`, X `message_stop`. A bar is\n' +
    'completion, and a cross is an error. Pale marbles belong to a source that was already unsubscribed.\n';
  return new Map([
    ['README.md', [head, ...gallery].join('\n')],
    ...operators.map((operator): [string, string] => [`${operator.file}.svg`, drawDiagram(operator, runOf(operator))]),
  ]);
}
