import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import type { Mutant } from './mutants-of.ts';

const root = resolve(import.meta.dirname, '../..');
/** Unused names and unreachable code: a mutant that only removes a use is no error of types. */
const unused = new Set([6133, 6192, 6196, 6198, 7027]);

let mutated: { path: string; text: string } | undefined;
let version = 0;
let service: ts.LanguageService | undefined;

function createService(): ts.LanguageService {
  const file = ts.readConfigFile(resolve(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(file.config, ts.sys, root);
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => (mutated ? [mutated.path] : []),
    getScriptVersion: (path) => (path === mutated?.path ? String(version) : '0'),
    getScriptSnapshot: (path) => {
      if (!ts.sys.fileExists(path)) return undefined;
      return ts.ScriptSnapshot.fromString(path === mutated?.path ? mutated.text : readFileSync(path, 'utf8'));
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (path) => ts.sys.fileExists(path),
    readFile: (path) => ts.sys.readFile(path),
    readDirectory: (...args) => ts.sys.readDirectory(...args),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
  });
}

/** Whether a file with a mutant compiles. The compiler refuses the others before a spec could. */
export function compiles(path: string, source: string, { start, end, text }: Mutant): boolean {
  mutated = { path, text: source.slice(0, start) + text + source.slice(end) };
  version += 1;
  service ??= createService();
  const found = [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)];
  return found.every(({ category, code }) => category !== ts.DiagnosticCategory.Error || unused.has(code));
}
